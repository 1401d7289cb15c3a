/** Commands for the kernel of the notebook in front. */
import * as vscode from "vscode";
import type { Kernels } from "../kernel/kernels.ts";

/** Registers them. */
export function registerKernelCommands(kernels: Kernels, log: vscode.LogOutputChannel): vscode.Disposable {
  const withKernel =
    (what: (notebook: vscode.NotebookDocument) => Promise<void>) => async (): Promise<void> => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook?.notebookType === "pipenb") await what(notebook);
      else void vscode.window.showInformationMessage("Open a .pipenb notebook first.");
    };
  const restart = async (notebook: vscode.NotebookDocument): Promise<void> => {
    const kernel = kernels.existing(notebook);
    // One that has ended or was never there starts with the next cell.
    if (kernel?.state.kind !== "ready") return;
    log.info(`${notebook.uri.fsPath}: kernel restarting, as the user asked for it`);
    await kernel.restart();
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand("pipenb.restartKernel", withKernel(restart)),
    vscode.commands.registerCommand(
      "pipenb.restartAndRunAll",
      withKernel(async (notebook) => {
        await restart(notebook);
        await vscode.commands.executeCommand("notebook.execute", notebook.uri);
      }),
    ),
    vscode.commands.registerCommand(
      "pipenb.stopKernel",
      withKernel((notebook) => kernels.stop(notebook, "the user asked for it")),
    ),
  );
}
