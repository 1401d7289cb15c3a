/** Writes what was filtered and sorted by hand as code into a new cell below the one that shows the dataframe. */
import * as vscode from "vscode";
import * as z from "zod";
import type { DataframesClient } from "../../dataframes/protocol/client.ts";
import type { View } from "../../dataframes/protocol/view.ts";
import { languageOfCells } from "../language/cell-language.ts";
import { namedCode } from "./named-code.ts";

export interface CodeRequest {
  readonly frame: string;
  readonly view: View;
  readonly columns: readonly number[];
}

const MetadataSchema = z.object({ pipenb: z.object({ frame: z.object({ id: z.string() }) }) });

/** False where no cell shows the frame any more, or the notebook cannot be edited. */
export async function insertCode(
  client: DataframesClient,
  notebook: vscode.NotebookDocument,
  { frame, view, columns }: CodeRequest,
): Promise<boolean> {
  const { code } = (await client.ask(frame, { method: "code", view, columns })).result;
  const cell = notebook.getCells().find((each) => shows(each, frame));
  if (cell === undefined) return false;
  const texts = notebook.getCells().map(({ document }) => document.getText());
  const text = namedCode(code, texts);
  const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, languageOfCells());
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(cell.index + 1, [added])]);
  const done = await vscode.workspace.applyEdit(edit);
  if (done) reveal(notebook, cell.index + 1);
  return done;
}

function shows(cell: vscode.NotebookCell, frame: string): boolean {
  return cell.outputs.some(
    ({ metadata }) => MetadataSchema.safeParse(metadata).data?.pipenb.frame.id === frame,
  );
}

function reveal(notebook: vscode.NotebookDocument, index: number): void {
  const editor = vscode.window.visibleNotebookEditors.find((each) => each.notebook === notebook);
  if (editor === undefined) return;
  const range = new vscode.NotebookRange(index, index + 1);
  editor.selection = range;
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}
