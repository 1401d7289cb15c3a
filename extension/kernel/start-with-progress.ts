import * as vscode from "vscode";
import type { KernelClient } from "../../protocol/client.ts";
import type { Kernels, Runtime } from "./kernels.ts";
import { startLine, startWords } from "./start-words.ts";

/** The client of the notebook's kernel on a runtime; the start of one that is not there is shown, and can be cancelled. */
export async function startWithProgress(
  notebook: vscode.NotebookDocument,
  runtime: Runtime,
  kernels: Kernels,
  log: vscode.LogOutputChannel,
): Promise<KernelClient> {
  const kernel = await kernels.of(notebook, runtime);
  if (kernel.state.kind === "ready") return kernel.client(() => undefined);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "pipenb", cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => {
        kernel.cancelStart();
      });
      return kernel.client((event) => {
        const message = startWords(event);
        if (message !== undefined) progress.report({ message });
        log.debug(startLine(event));
        if (event.type === "notice" && kernel.isNews(event.text))
          void vscode.window.showInformationMessage(event.text);
      });
    },
  );
}
