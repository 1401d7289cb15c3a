import * as vscode from "vscode";

/** Whether there is a file or folder. */
export const isThere = async (uri: vscode.Uri): Promise<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
