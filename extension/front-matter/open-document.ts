/** The notebook that a command about its front matter is for. */
import * as vscode from "vscode";
import { targetUri } from "../commands/target-uri.ts";
import { noNotebook } from "../failures/command-error.ts";
import type { OpenDocument } from "./edited-front-matter.ts";

/** From a cell, the notebook's toolbar, a URI of either or of the open text, else what is in front. Throws a `CommandError`. */
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
