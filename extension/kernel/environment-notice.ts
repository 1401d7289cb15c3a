/** Says once that a kernel runs in an environment which its notebook no longer names, and offers the restart. */
import { basename } from "node:path";
import * as vscode from "vscode";
import type { KernelEnvironments } from "./kernel-environments.ts";

/** Listens; the status bar and the front matter's cell go on saying it. */
export function tellOfChangedEnvironments(
  environments: Pick<KernelEnvironments, "changesOf" | "onDidChange">,
  restart: (notebook: vscode.NotebookDocument) => Promise<unknown>,
): vscode.Disposable {
  const told = new WeakSet<vscode.NotebookDocument>();
  return environments.onDidChange((notebook) => {
    const changes = environments.changesOf(notebook);
    if (changes.length === 0) {
      told.delete(notebook);
      return;
    }
    if (told.has(notebook)) return;
    told.add(notebook);
    void offer(notebook, changes, restart);
  });
}

async function offer(
  notebook: vscode.NotebookDocument,
  changes: readonly string[],
  restart: (notebook: vscode.NotebookDocument) => Promise<unknown>,
): Promise<void> {
  const button = "Restart Kernel";
  const name = basename(notebook.uri.fsPath);
  const chosen = await vscode.window.showInformationMessage(
    `The environment of ${name} has changed (${changes.join(", ")}); its kernel still runs in the one before.`,
    button,
  );
  if (chosen === button) await restart(notebook);
}
