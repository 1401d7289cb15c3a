import { writeExport } from "../../containers/export/write-export.ts";
import { exitCode } from "../exit-code.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { gatherExport } from "./gather-export.ts";

export interface ExportRequest {
  readonly path: string;
  readonly folder: string;
  readonly ignoreTypeErrors: boolean;
}

/** `pipenb export`: writes the pipeline's files and lists them on stdout; gives the exit code. */
export function writePipeline(
  { path, folder, ignoreTypeErrors }: ExportRequest,
  terminal: Terminal,
): Promise<number> {
  return stoppable(terminal, async ({ signal }) => {
    const files = await gatherExport(await openNotebook(path), { ignoreTypeErrors, terminal, signal });
    await writeExport(folder, files);
    const names = [...files.keys()].sort();
    terminal.note(`${folder} has ${names.length} files:`);
    if (terminal.json) terminal.event({ folder, files: names });
    else terminal.out(`${names.join("\n")}\n`);
    return exitCode.ok;
  });
}
