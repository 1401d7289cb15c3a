/** Commands for the kernel of the notebook in front. */
import * as vscode from "vscode";
import { restartKernel } from "../kernel/restart-kernel.ts";
import type { RestartOptions } from "../kernel/restart-kernel.ts";

/** Registers them. */
export function registerKernelCommands(options: RestartOptions): vscode.Disposable {
  const { kernels } = options;
  const withKernel =
    (what: (notebook: vscode.NotebookDocument) => Promise<void>) => async (): Promise<void> => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook?.notebookType === "pipenb") await what(notebook);
      else void vscode.window.showInformationMessage("Open a .pipenb notebook first.");
    };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "pipenb.restartKernel",
      withKernel(async (notebook) => {
        await restartKernel(notebook, options);
      }),
    ),
    vscode.commands.registerCommand(
      "pipenb.restartAndRunAll",
      withKernel(async (notebook) => {
        if (await restartKernel(notebook, options))
          await vscode.commands.executeCommand("notebook.execute", notebook.uri);
      }),
    ),
    vscode.commands.registerCommand(
      "pipenb.stopKernel",
      withKernel((notebook) => kernels.stop(notebook, "the user asked for it")),
    ),
  );
}
