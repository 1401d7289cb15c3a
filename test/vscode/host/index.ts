/** Runs inside the extension host; throws when something is wrong. */
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Every sample opens as a notebook and is saved without a byte changed. */
export async function run(): Promise<void> {
  const samples = await vscode.workspace.findFiles("*.pipenb");
  assert.ok(samples.length > 0, "the samples folder is open");
  for (const uri of samples) {
    const before = await vscode.workspace.fs.readFile(uri);
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    assert.equal(notebook.notebookType, "pipenb");
    assert.ok(notebook.cellCount > 0);
    await notebook.save();
    assert.deepEqual(await vscode.workspace.fs.readFile(uri), before);
  }
}
