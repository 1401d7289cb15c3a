/**
 * What becomes of a kernel when its notebook is closed, as the setting says. The editor keeps the document itself for minutes
 * after its last tab has gone, so a kernel that is to stop stops with the tab; one that is kept stays connected until the
 * document goes, as whoever opens it again meanwhile gets the same document.
 */
import * as vscode from "vscode";
import type { Kernels } from "./kernels.ts";

/** Watches tabs and documents. */
export function watchClosedNotebooks(kernels: Kernels, log: vscode.LogOutputChannel): vscode.Disposable {
  const logged = (notebook: vscode.NotebookDocument, done: Promise<void>): void => {
    done.catch((error: unknown) => {
      log.error(`${notebook.uri.fsPath}: its kernel could not be let go: ${String(error)}`);
    });
  };
  const stopIfThere = async (notebook: vscode.NotebookDocument): Promise<void> => {
    // A tab is closed as well when its file gets another name; the kernel is the new name's by then.
    await kernels.renames.settled(notebook.uri.toString());
    if (kernels.existing(notebook) !== undefined) await kernels.stop(notebook.uri, "its notebook was closed");
  };
  const stop = (notebook: vscode.NotebookDocument): void => {
    logged(notebook, stopIfThere(notebook));
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (!stopsOnClose()) return;
      for (const notebook of vscode.workspace.notebookDocuments) {
        const isOf = (tab: vscode.Tab): boolean => showsNotebook(tab, notebook);
        if (closed.some(isOf) && !vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isOf)))
          stop(notebook);
      }
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      if (notebook.notebookType !== "pipenb") return;
      if (stopsOnClose()) stop(notebook);
      else logged(notebook, kernels.release(notebook));
    }),
  );
}

/** Whether kernels end with their notebook; else they go on, and end by themselves when nobody comes back. */
export const stopsOnClose = (): boolean =>
  vscode.workspace.getConfiguration("pipenb").get<string>("kernels.onClose", "keep") === "stop";

function showsNotebook({ input }: vscode.Tab, { uri, notebookType }: vscode.NotebookDocument): boolean {
  return (
    notebookType === "pipenb" &&
    input instanceof vscode.TabInputNotebook &&
    input.uri.toString() === uri.toString()
  );
}
