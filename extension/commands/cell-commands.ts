/** Commands for one cell: its name, and whether it holds the parameters. */
import * as vscode from "vscode";
import { metadataKey, originOf } from "../cell-places.ts";
import type { Origin } from "../cell-data.ts";
import { isFrontMatter } from "../front-matter/front-matter-cell.ts";
import { nameProblem, renamed, withParametersToggled } from "./cell-roles.ts";

/** Registers them. */
export function registerCellCommands(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("pipenb.nameCell", async (target: unknown) => {
      const cell = cellOf(target);
      if (cell !== undefined) await nameCell(cell);
    }),
    vscode.commands.registerCommand("pipenb.toggleParameters", async (target: unknown) => {
      const cell = cellOf(target);
      if (cell !== undefined) await setOrigin(cell, withParametersToggled(roleOf(cell)));
    }),
  );
}

async function nameCell(cell: vscode.NotebookCell): Promise<void> {
  const others = cell.notebook.getCells().filter((each) => each !== cell);
  const taken = others.flatMap((each) => originOf(each)?.name ?? []);
  const name = await vscode.window.showInputBox({
    title: "Name of the cell",
    prompt: "Shown in logs, errors and the exported pipeline; empty for none",
    value: originOf(cell)?.name ?? "",
    validateInput: (text) => nameProblem(text.trim(), taken),
  });
  if (name !== undefined) await setOrigin(cell, renamed(roleOf(cell), name.trim()));
}

const roleOf = (cell: vscode.NotebookCell) => ({ text: cell.document.getText(), origin: originOf(cell) });

async function setOrigin(cell: vscode.NotebookCell, origin: Origin): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const metadata = { ...cell.metadata, [metadataKey]: origin };
  edit.set(cell.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(cell.index, metadata)]);
  await vscode.workspace.applyEdit(edit);
}

/** The cell whose menu was used, or the selected one. */
export function cellOf(target: unknown): vscode.NotebookCell | undefined {
  // SAFETY: the editor gives menus of a cell the cell.
  if (typeof target === "object" && target !== null && "notebook" in target)
    return notFrontMatter(target as vscode.NotebookCell);
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== "pipenb" || editor.notebook.cellCount === 0) return undefined;
  return notFrontMatter(editor.notebook.cellAt(editor.selection.start));
}

function notFrontMatter(cell: vscode.NotebookCell): vscode.NotebookCell | undefined {
  if (!isFrontMatter(cell.document)) return cell;
  void vscode.window.showInformationMessage(
    "This is the notebook's front matter: it has no name, holds no parameters and does not run.",
  );
  return undefined;
}
