/** The front matter of an open notebook, in cells or as text, and another in its place. */
import * as vscode from "vscode";
import { frontMatterText, withFrontMatterText } from "../../notebook/format/front-matter-text.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import { frontMatterCell, frontMatterLanguage } from "./front-matter-cell.ts";
import { targetUri } from "../commands/target-uri.ts";
import { noNotebook } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";

/** A notebook in cells, or its file open as text. */
export type OpenDocument = vscode.NotebookDocument | vscode.TextDocument;

/** The notebook that a command about its front matter is for: from a cell, the notebook's toolbar, a URI of either or of the open text, else what is in front. Throws a `CommandError`. */
export async function openDocument(target: unknown): Promise<OpenDocument> {
  const uri = targetUri(target);
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  const known = uri === undefined ? activeNotebookEditor?.notebook : notebookAt(uri);
  if (known?.notebookType === "pipenb") return known;
  if (uri !== undefined) return vscode.workspace.openTextDocument(uri);
  if (activeTextEditor?.document.languageId === "pipenb") return activeTextEditor.document;
  throw noNotebook();
}

/** By its own URI or one of a cell; a file that is open as text only is none. */
function notebookAt(uri: vscode.Uri): vscode.NotebookDocument | undefined {
  const wanted = uri.toString();
  const isText = vscode.window.activeTextEditor?.document.uri.toString() === wanted;
  return vscode.workspace.notebookDocuments.find(
    (notebook) =>
      (notebook.uri.toString() === wanted && !isText) ||
      notebook.getCells().some(({ document }) => document.uri.toString() === wanted),
  );
}

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

/** "Edit Front Matter" puts the cursor into its cell, which is made where the notebook has none. Registers the command; it takes a notebook, a cell or their URI, else the notebook in front is meant. */
export function registerEditFrontMatter(log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand("pipenb.editFrontMatter", async (target: unknown) => {
    let notebook: vscode.Uri | undefined;
    try {
      const document = await openDocument(target);
      notebook = document.uri;
      if ("getCells" in document) await editIn(document);
      else await vscode.window.showTextDocument(document, { selection: new vscode.Range(0, 0, 0, 0) });
    } catch (error) {
      void showFailure(error, { log, notebook });
    }
  });
}

async function editIn(notebook: vscode.NotebookDocument): Promise<void> {
  const editor = await vscode.window.showNotebookDocument(notebook);
  if (frontMatterCell(notebook) === undefined) await setFrontMatter(notebook, "pipenb: 1\n");
  const { index } = frontMatterCell(notebook) ?? { index: 0 };
  const range = new vscode.NotebookRange(index, index + 1);
  editor.selection = range;
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand("notebook.cell.edit");
}
