import * as vscode from "vscode";
import { parseNotebook } from "../notebook/format/parse.ts";
import { writeNotebook } from "../notebook/format/write.ts";
import type { Notebook } from "../notebook/model.ts";
import { withEditorCells } from "./cell-data.ts";
import { metadataKey, originOf } from "./cell-places.ts";
import { isFrontMatter } from "./front-matter/front-matter-cell.ts";

/** The notebook as it stands in the editor, saved or not. */
export function notebookOf(document: vscode.NotebookDocument): Notebook {
  // SAFETY: written by the serializer alone; a notebook made by the editor has none.
  const kept = (document.metadata[metadataKey] ?? parseNotebook("").notebook) as Notebook;
  const cells = document.getCells().map((cell) => ({
    markup: cell.kind === vscode.NotebookCellKind.Markup,
    text: cell.document.getText(),
    origin: originOf(cell),
    isFrontMatter: isFrontMatter(cell.document),
  }));
  return withEditorCells(kept, cells);
}

/** The text that saving the notebook would write now. */
export function notebookText(document: vscode.NotebookDocument): string {
  return writeNotebook(notebookOf(document));
}
