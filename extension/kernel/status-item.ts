/** The status bar's word about the kernel of the notebook in front. */
import * as vscode from "vscode";
import { arrivalOf } from "./notebook-kernel.ts";
import type { KernelState, LivingKernel } from "./notebook-kernel.ts";
import type { ContainerLoad } from "../../containers/engine/container-load.ts";
import type { KernelEnvironments } from "./kernel-environments.ts";
import type { KernelLoads } from "./kernel-loads.ts";
import type { Kernels } from "./kernels.ts";
import { loadSentence, loadWords } from "./load-words.ts";

/** Shows it while a notebook is in front. */
export function createStatusItem(
  kernels: Kernels,
  loads: KernelLoads,
  environments: Pick<KernelEnvironments, "changesOf" | "onDidChange">,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("pipenb.kernel", vscode.StatusBarAlignment.Right, 100);
  item.name = "pipenb kernel";
  item.command = "pipenb.kernelMenu";
  const show = (): void => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook?.notebookType !== "pipenb") {
      loads.want("status item", []);
      item.hide();
      return;
    }
    const state = kernels.stateOf(notebook);
    const measured =
      state.kind === "ready" && state.kernel.host === "container" ? state.kernel.id : undefined;
    loads.want("status item", measured === undefined || !vscode.window.state.focused ? [] : [measured]);
    const { text, tooltip } = wordsFor(state, measured === undefined ? undefined : loads.of(measured));
    const changes = environments.changesOf(notebook);
    const isOld = changes.length > 0;
    item.text = isOld ? `${text} $(warning) environment changed` : text;
    item.tooltip = isOld
      ? `${tooltip} What its notebook names has changed: ${changes.join(", ")}. Restart the kernel to run in it.`
      : `${tooltip} Click for what can be done with it.`;
    item.backgroundColor = isOld ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.command = isOld ? "pipenb.restartKernel" : "pipenb.kernelMenu";
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    kernels.onDidChange(show),
    loads.onDidChange(show),
    environments.onDidChange(show),
    vscode.window.onDidChangeWindowState(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
  );
}

/** The base image by the last part of its name: who wrote it knows the registry. */
function placeOf({ host, base }: LivingKernel): string {
  return host === "local" ? "local process" : (base?.split("/").at(-1) ?? "container");
}

function wordsFor(
  state: KernelState,
  load: ContainerLoad | undefined,
): { readonly text: string; readonly tooltip: string } {
  switch (state.kind) {
    case "none":
      return { text: "$(circle-outline) pipenb: no kernel", tooltip: "The first cell that runs starts one." };
    case "starting":
      return { text: "$(sync~spin) pipenb: starting", tooltip: "The kernel is being started." };
    case "ready":
      return {
        text: `$(vm-running) pipenb: ${placeOf(state.kernel)}${load === undefined ? "" : ` (${loadWords(load)})`}`,
        tooltip: [
          `Kernel ${state.kernel.id}, ${arrivalOf(state.kernel)}.`,
          ...(load === undefined ? [] : [loadSentence(load)]),
          ...(state.kernel.image === undefined ? [] : [`Its image is ${state.kernel.image}.`]),
        ].join(" "),
      };
    case "ended":
      return {
        text: "$(error) pipenb: kernel ended",
        tooltip: `The kernel ended: ${state.why}. The next cell starts another.`,
      };
  }
}
