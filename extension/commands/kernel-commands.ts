/** Commands for the kernel of the notebook in front. */
import * as vscode from "vscode";
import { noNotebook } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { restartKernel } from "../kernel/restart-kernel.ts";
import type { RestartOptions } from "../kernel/restart-kernel.ts";
import { sayShortly } from "../say-shortly.ts";
import { askKernelAction } from "./kernel-menu.ts";

/** Registers them. */
export function registerKernelCommands(options: RestartOptions): vscode.Disposable {
  const { kernels, log } = options;
  const withKernel =
    (what: (notebook: vscode.NotebookDocument) => Promise<unknown>) => async (): Promise<void> => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook?.notebookType !== "pipenb") {
        void vscode.window.showInformationMessage(noNotebook().message);
        return;
      }
      try {
        await what(notebook);
      } catch (error) {
        void showFailure(error, { log, notebook: notebook.uri });
      }
    };
  const register = (
    command: string,
    what: (notebook: vscode.NotebookDocument) => Promise<unknown>,
  ): vscode.Disposable => vscode.commands.registerCommand(command, withKernel(what));
  return vscode.Disposable.from(
    register("pipenb.restartKernel", (notebook) => restartKernel(notebook, options)),
    register("pipenb.restartAndRunAll", async (notebook) => {
      if (await restartKernel(notebook, options))
        await vscode.commands.executeCommand("notebook.execute", notebook.uri);
    }),
    register("pipenb.stopKernel", async (notebook) => {
      const hadOne = await kernels.stop(notebook.uri, "the user asked for it");
      sayShortly(hadOne ? "The kernel has ended." : "No kernel runs.");
    }),
    register("pipenb.kernelMenu", (notebook) => askKernelAction(notebook, kernels)),
    vscode.commands.registerCommand("pipenb.showLog", () => {
      log.show();
    }),
  );
}
