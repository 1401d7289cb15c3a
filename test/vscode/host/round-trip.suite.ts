/** Opening and saving in the real editor: whatever the file, it keeps its bytes. */
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** An edit and its opposite: the notebook says what it said, but the editor asks for all its bytes when it saves. */
async function touch(notebook: vscode.NotebookDocument): Promise<void> {
  const end = notebook.cellCount;
  const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "1", "typescript");
  for (const change of [
    vscode.NotebookEdit.insertCells(end, [added]),
    vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(end, end + 1)),
  ]) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [change]);
    assert.ok(await vscode.workspace.applyEdit(edit), "the edit is taken");
  }
}

/** The names of the files whose bytes are others after `save`. */
async function changedBy(
  files: readonly vscode.Uri[],
  save: (notebook: vscode.NotebookDocument) => Promise<unknown>,
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const uri of files) {
    const before = await vscode.workspace.fs.readFile(uri);
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    assert.equal(notebook.notebookType, "pipenb");
    await save(notebook);
    const after = await vscode.workspace.fs.readFile(uri);
    if (!Buffer.from(before).equals(after)) changed.push(vscode.workspace.asRelativePath(uri));
  }
  return changed;
}

describe("opening and saving", function () {
  this.timeout(900_000); // every notebook there is, one after the other
  let files: readonly vscode.Uri[] = [];

  before(async () => {
    files = await vscode.workspace.findFiles("**/*.pipenb");
    assert.ok(files.length > 5, "the workspace has samples and fixtures");
  });

  it("changes no byte of a file that is saved without edits", async () => {
    assert.deepEqual(await changedBy(files, async (notebook) => notebook.save()), []);
  });

  it("changes no byte of a file whose edit was taken back", async () => {
    const changed = await changedBy(files, async (notebook) => {
      await touch(notebook);
      assert.ok(notebook.isDirty);
      // A save that comes while the editor is still at work on the edit is not taken; the bytes are what counts.
      while (notebook.isDirty) await notebook.save();
    });
    assert.deepEqual(changed, []);
  });

  it("shows the cells of every sample", async () => {
    for (const uri of files.filter(({ path }) => path.includes("/samples/"))) {
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      const kinds = new Set(notebook.getCells().map(({ kind }) => kind));
      assert.equal(kinds.size, 2, `${uri.path} has code and Markdown`);
    }
  });
});
