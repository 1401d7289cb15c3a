import * as vscode from "vscode";
import type { KernelClient } from "../../protocol/client.ts";
import type { Kernels, Runtime } from "./kernels.ts";
import type { StartEvent } from "../../containers/hosts/kernel-host.ts";
import { stepLine, stepStatus } from "../../containers/images/step-words.ts";

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

/** What a start says, in words for the person; undefined for what is worth no word. */
function startWords(event: StartEvent): string | undefined {
  switch (event.type) {
    case "phase":
      return event.detail;
    case "step":
      return stepStatus(event);
    case "notice":
    case "output":
      return undefined;
  }
}

/** All of it, for the log. */
function startLine(event: StartEvent): string {
  switch (event.type) {
    case "phase":
      return event.detail;
    case "step":
      return stepLine(event);
    case "notice":
    case "output":
      return event.text.trimEnd();
  }
}
