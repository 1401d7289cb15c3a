/** The front matter of an open notebook, in cells or as text, and another in its place. */
import * as vscode from "vscode";
import { frontMatterText, withFrontMatterText } from "../../notebook/format/front-matter-text.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { frontMatterCell, frontMatterLanguage } from "./front-matter-cell.ts";

/** A notebook in cells, or its file open as text. */
export type OpenDocument = vscode.NotebookDocument | vscode.TextDocument;

/** The YAML; undefined where there is none. */
export function frontMatterIn(document: OpenDocument): string | undefined {
  if ("getCells" in document) return frontMatterCell(document)?.document.getText().replaceAll("\r\n", "\n");
  return frontMatterText(parseNotebook(document.getText()).notebook);
}

/** Writes it, as an edit that can be undone. */
export async function setFrontMatter(document: OpenDocument, yaml: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  if ("getCells" in document) {
    const cell = frontMatterCell(document);
    if (cell === undefined) {
      const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, yaml, frontMatterLanguage);
      edit.set(document.uri, [vscode.NotebookEdit.insertCells(0, [added])]);
    } else replaceChanged(edit, cell.document, yaml);
  } else {
    const { notebook } = parseNotebook(document.getText());
    replaceChanged(edit, document, writeNotebook(withFrontMatterText(notebook, yaml)));
  }
  await vscode.workspace.applyEdit(edit);
}

/** Only what differs: the cursor and folds stay where they are. */
function replaceChanged(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, wanted: string): void {
  const text = document.getText();
  const eol = document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
  const after = wanted.replaceAll(/\r?\n/g, eol);
  let start = 0;
  while (start < text.length && text[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(text.length, after.length) - start && text.at(-1 - end) === after.at(-1 - end))
    end += 1;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(text.length - end));
  edit.replace(document.uri, range, after.slice(start, after.length - end));
}
