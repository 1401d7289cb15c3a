import * as vscode from "vscode";
import { parseNotebook } from "../notebook/format/parse.ts";
import { writeNotebook } from "../notebook/format/write.ts";
import type { Notebook } from "../notebook/model.ts";
import { withEditorCells } from "./cell-data.ts";
import { metadataKey, originOf } from "./cell-places.ts";

/** The text that saving the notebook would write now. */
export function notebookText(document: vscode.NotebookDocument): string {
  // SAFETY: written by the serializer alone; a notebook made by the editor has none.
  const kept = (document.metadata[metadataKey] ?? parseNotebook("").notebook) as Notebook;
  const cells = document.getCells().map((cell) => ({
    markup: cell.kind === vscode.NotebookCellKind.Markup,
    text: cell.document.getText(),
    origin: originOf(cell),
  }));
  return writeNotebook(withEditorCells(kept, cells));
}
