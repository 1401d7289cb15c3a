import * as vscode from "vscode";
import { lockPath } from "../../containers/lock/lock-file.ts";

/** Calls back when the notebook's lock is written or removed, by whomever. */
export function watchLock({ uri }: vscode.NotebookDocument, changed: () => void): vscode.Disposable {
  const lock = lockPath(uri.fsPath);
  // Not the name itself, which may hold what means something in a pattern.
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), "*.lock.json");
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const look = ({ fsPath }: vscode.Uri): void => {
    if (fsPath === lock) changed();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(look),
    watcher.onDidChange(look),
    watcher.onDidDelete(look),
  );
}
