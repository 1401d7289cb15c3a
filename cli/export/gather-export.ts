import { exporterOf, gatherExport as gather } from "../../app/export/gather-export.ts";
import type { ExportFiles } from "../../app/export/gather-export.ts";
import { CliError } from "../cli-error.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import { refuseTypeErrors } from "../notebook/refuse-type-errors.ts";
import { programsFolder, version } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface GatherRequest {
  readonly ignoreTypeErrors: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Gathers the export's files for `export` to write and for `build` to build; warnings are shown, errors end the command. */
export async function gatherExport(
  open: OpenNotebook,
  { ignoreTypeErrors, terminal, signal }: GatherRequest,
): Promise<ExportFiles> {
  if (!ignoreTypeErrors)
    await refuseTypeErrors(open, "Mend them, or say --ignore-type-errors to go on as it is.");
  const gathered = await gather(open, {
    exporter: exporterOf(programsFolder(), version()),
    onOutput: (text) => {
      terminal.detail(`locking npm packages: ${text.trim()}`);
    },
    signal,
  });
  const problems = gathered.kind === "files" ? gathered.warnings : gathered.problems;
  const lines = problems.map((each) => describeProblem(open.shown, open.notebook, each));
  if (gathered.kind === "problems") throw new CliError("notebook", lines.join("\n"));
  for (const line of lines) terminal.note(terminal.colors.yellow(line));
  return gathered.files;
}
