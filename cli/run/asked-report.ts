/** The report of a run that `pipenb run` was asked for, by its option or as an exported image is asked. */
import { basename } from "node:path";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import { RunRecorder } from "../../pipeline/report/recorder.ts";
import type { RunResult } from "../../pipeline/result/run-result.ts";
import { given, reportVariable } from "../../pipeline/result/run-settings.ts";
import { writeFileAsked } from "../../pipeline/runner/write-result.ts";
import { mayWrite, writeOutput, type OutputRequest } from "../files/output-file.ts";
import type { OwnOptions } from "../notebook/own-options.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What an option names is not replaced where it is somebody else's; what a variable names is replaced as the result is. */
type ReportPlace = { readonly option: OutputRequest } | { readonly variable: string };

export class AskedReport {
  /** Hears what the cells do and show. */
  readonly recorder = new RunRecorder();
  readonly #open: OpenNotebook;
  readonly #to: ReportPlace;
  #isRefused = false;

  constructor(open: OpenNotebook, to: ReportPlace) {
    this.#open = open;
    this.#to = to;
  }

  /** Ends the command where the file may not be written, before anything runs. */
  async refuseLoss(): Promise<void> {
    if (!("option" in this.#to)) return;
    this.#isRefused = true;
    await mayWrite(this.#to.option);
    this.#isRefused = false;
  }

  /** Gives a warning where it cannot be written. */
  async write(
    result: RunResult,
    secrets: readonly string[],
    terminal: Terminal,
  ): Promise<string | undefined> {
    if (this.#isRefused) return undefined;
    const [{ reportPage }, { reportedNotebook }] = await Promise.all([
      import("../../pipeline/report/report-page.ts"),
      import("../../pipeline/report/report-source.ts"),
    ]);
    const { notebook, path, title } = this.#open;
    const run = {
      notebook: reportedNotebook(notebook, basename(path), title),
      result,
      runs: this.recorder.runs(),
    };
    if ("variable" in this.#to)
      return writeFileAsked(this.#to.variable, "report", () => reportPage(run, secrets));
    const { option } = this.#to;
    try {
      await writeOutput(option, reportPage(run, secrets), terminal);
      return undefined;
    } catch (error) {
      return `The report of the run cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** undefined where nobody wants one. */
export async function askedReport(
  open: OpenNotebook,
  { report: path, force }: OwnOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AskedReport | undefined> {
  if (path !== undefined) {
    const { isReportPage: isOurs } = await import("../../pipeline/report/report-page.ts");
    return new AskedReport(open, { option: { path, force, never: open.path, isOurs } });
  }
  const variable = given(env, reportVariable);
  return variable === undefined ? undefined : new AskedReport(open, { variable });
}
