/** The files of a notebook's export, for the commands that write or build them. */
import * as vscode from "vscode";
import type { ExportFiles } from "../../app/export/gather-export.ts";
import { CommandError } from "../failures/command-error.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import type { CommandServices } from "./notebook-command.ts";
import { problemLines } from "./problem-lines.ts";

/** Gathers them; warnings go to the output. Throws a `CommandError` with all problems where there are errors. */
export async function gather(
  edited: EditedNotebook,
  { folder, version, output, mayIgnoreTypeErrors }: CommandServices,
  { signal, verb }: { readonly signal: AbortSignal; readonly verb: string },
): Promise<ExportFiles> {
  if (!(await mayIgnoreTypeErrors(edited.uri, verb)))
    throw new DOMException("The user did not want to go on.", "AbortError");
  const { exporterOf, gatherExport } = await import("../../app/export/gather-export.ts");
  const gathered = await gatherExport(edited, {
    exporter: exporterOf(vscode.Uri.joinPath(folder, "dist").fsPath, version),
    onOutput: (text) => {
      output.append(text);
    },
    signal,
  });
  if (gathered.kind === "problems") throw new CommandError("notebook", problemLines(gathered.problems));
  for (const warning of gathered.warnings) output.appendLine(`warning: ${problemLines([warning])}`);
  return gathered.files;
}
