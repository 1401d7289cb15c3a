/** "Open as Text": the file itself, with its front matter. */
import * as vscode from "vscode";

/** Registers the command. */
export function registerOpenAsText(): vscode.Disposable {
  return vscode.commands.registerCommand("pipenb.openAsText", async (target: unknown) => {
    const uri = target instanceof vscode.Uri ? target : vscode.window.activeNotebookEditor?.notebook.uri;
    if (uri !== undefined) await vscode.commands.executeCommand("vscode.openWith", uri, "default");
  });
}
