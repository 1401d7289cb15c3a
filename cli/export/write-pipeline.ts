import { writeExport } from "../../pipeline/write-export.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { gatherExport } from "./gather-export.ts";

export interface ExportRequest {
  readonly path: string;
  readonly folder: string;
  readonly ignoreTypeErrors: boolean;
  /** Replaces what pipenb did not write. */
  readonly force: boolean;
}

/** `pipenb export`: writes the pipeline's files and lists them on stdout; gives the exit code. */
export function writePipeline(
  { path, folder, ignoreTypeErrors, force }: ExportRequest,
  terminal: Terminal,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const open = await openNotebook(path);
    const files = await gatherExport(open, { ignoreTypeErrors, terminal, signal });
    const written = await writeExport(folder, files, { notebookPath: open.path, replace: force });
    if (written.kind === "refused") throw refusal(folder, written.foreign);
    const names = [...files.keys()].sort();
    terminal.note(`${folder} has ${names.length} files:`);
    if (terminal.json) terminal.event({ folder, files: names });
    else terminal.out(`${names.join("\n")}\n`);
    return exitCode.ok;
  });
}

function refusal(folder: string, foreign: readonly string[]): CliError {
  return new CliError(
    "file",
    `${folder} has files that pipenb did not write, or that were changed since: ${foreign.join(", ")}. Nothing was written.`,
    { remedy: "Name another folder, or give --force to replace them." },
  );
}
