/** "Edit Front Matter": puts the cursor into its cell, which is made where the notebook has none. */
import * as vscode from "vscode";
import { showFailure } from "../failures/show-failure.ts";
import { setFrontMatter } from "./edited-front-matter.ts";
import { frontMatterCell } from "./front-matter-cell.ts";
import { openDocument } from "./open-document.ts";

/** Registers the command; it takes a notebook, a cell or their URI, else the notebook in front is meant. */
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
