/** Everything an exported pipeline consists of, planned and in memory: for `export` to write and for `build` to build. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localModules } from "../../containers/export/local-modules.ts";
import { planExport } from "../../containers/export/plan-export.ts";
import { ensureLock } from "../../containers/lock/lock-file.ts";
import { CliError } from "../cli-error.ts";
import { describeProblem } from "../notebook/describe-problem.ts";
import type { OpenNotebook } from "../notebook/open-notebook.ts";
import { runnerTexts, version } from "../places.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { copiedFiles } from "./copied-files.ts";

/** Path below the export, contents. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

/** Plans the export, with the lock made where it is missing and the files that `image.files` names read in. */
export async function gatherExport(
  open: OpenNotebook,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExportFiles> {
  const folder = dirname(open.path);
  const { runner, types } = runnerTexts();
  const lock = await ensureLock({
    notebookPath: open.path,
    npm: open.notebook.frontMatter.image.npm,
    onOutput: (text) => {
      terminal.detail(`locking npm packages: ${text.trim()}`);
    },
    signal,
  });
  const { files, problems } = planExport(open.notebook, {
    name: open.name,
    runner,
    runnerTypes: types,
    lock,
    parameters: open.parameters,
    modules: localModules(open.notebook, (path) => textOf(join(folder, path))),
    pipenbVersion: version(),
  });
  const lines = problems.map((each) => describeProblem(open.shown, open.notebook, each));
  if (problems.some(({ severity }) => severity === "error")) throw new CliError("notebook", lines.join("\n"));
  for (const line of lines) terminal.note(terminal.colors.yellow(line));
  return new Map<string, string | Uint8Array>([
    ...(await copiedFiles(folder, open.notebook.frontMatter.image.files)),
    ...files,
  ]);
}

/** undefined for a file that is not there: the planner names it in its problems. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
