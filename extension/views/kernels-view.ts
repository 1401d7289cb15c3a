/** The view of the kernels on this machine, whoever started them. */
import * as vscode from "vscode";
import type { KernelRecord } from "../../containers/hosts/kernel-host.ts";
import { showFailure } from "../failures/show-failure.ts";
import type { KernelLoads } from "../kernel/kernel-loads.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { kernelRow } from "./kernel-row.ts";

export interface KernelsViewOptions {
  readonly kernels: Kernels;
  readonly loads: KernelLoads;
  /** Folder of the built kernel. */
  readonly kernelFolder: string;
  readonly log: vscode.LogOutputChannel;
}

/** Kernels of other windows come and go without telling us. */
const refreshMilliseconds = 15_000;

/** Shows the view and registers its commands. */
export function registerKernelsView(options: KernelsViewOptions): vscode.Disposable {
  const { kernels, loads, log } = options;
  const list = new KernelList(options);
  const view = vscode.window.createTreeView("pipenb.kernels", { treeDataProvider: list });
  const timer = setInterval(() => {
    if (view.visible) list.refresh();
  }, refreshMilliseconds);
  const stop = async (kernel: KernelRecord | undefined): Promise<void> => {
    if (kernel === undefined) return;
    try {
      await list.stop(kernel);
    } catch (error) {
      void showFailure(error, { log });
    }
  };
  return vscode.Disposable.from(
    list,
    view,
    view.onDidChangeVisibility(({ visible }) => {
      list.measure(visible);
    }),
    loads.onDidChange(() => {
      if (view.visible) list.showLoads();
    }),
    kernels.onDidChange(() => {
      if (view.visible) list.refresh();
    }),
    vscode.commands.registerCommand("pipenb.refreshKernels", () => {
      list.refresh();
    }),
    vscode.commands.registerCommand("pipenb.stopListedKernel", stop),
    vscode.commands.registerCommand("pipenb.openKernelNotebook", async (kernel: KernelRecord | undefined) => {
      if (kernel === undefined) return;
      const uri = kernels.notebookOf(kernel.id) ?? vscode.Uri.file(kernel.notebookPath);
      await vscode.commands.executeCommand("vscode.openWith", uri, "pipenb");
    }),
    {
      dispose: () => {
        clearInterval(timer);
      },
    },
  );
}

class KernelList implements vscode.TreeDataProvider<KernelRecord>, vscode.Disposable {
  readonly #options: KernelsViewOptions;
  readonly #changed = new vscode.EventEmitter<KernelRecord | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #listed: readonly KernelRecord[] = [];

  constructor(options: KernelsViewOptions) {
    this.#options = options;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Has what the listed kernels take measured, or no longer. */
  measure(visible: boolean): void {
    const running = this.#listed.filter(({ host, state }) => host === "container" && state === "running");
    this.#options.loads.want("kernels view", visible ? running.map(({ id }) => id) : []);
  }

  /** Draws the rows of those anew that are measured. */
  showLoads(): void {
    for (const kernel of this.#listed)
      if (this.#options.loads.of(kernel.id) !== undefined) this.#changed.fire(kernel);
  }

  getTreeItem(kernel: KernelRecord): vscode.TreeItem {
    const { kernels, loads } = this.#options;
    const notebookPath = kernels.notebookOf(kernel.id)?.fsPath ?? kernel.notebookPath;
    const row = kernelRow({ ...kernel, notebookPath }, Date.now(), loads.of(kernel.id));
    const { label, description, tooltip, icon } = row;
    const item = new vscode.TreeItem(label);
    item.id = kernel.id;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = "kernel";
    return item;
  }

  async getChildren(): Promise<KernelRecord[]> {
    const { kernelFolder, log } = this.#options;
    try {
      const { listKernels } = await import("../../containers/hosts/find-kernels.ts");
      this.#listed = await listKernels({ kernelFolder });
      this.measure(true);
      return [...this.#listed];
    } catch (error) {
      log.error(`Kernels cannot be listed: ${String(error)}`);
      return [];
    }
  }

  /** Ends a kernel; one of this window through its notebook, which then knows. */
  async stop({ id, state }: KernelRecord): Promise<void> {
    const { kernels, kernelFolder, log } = this.#options;
    const own = vscode.workspace.notebookDocuments.find((notebook) => {
      const known = kernels.stateOf(notebook);
      return known.kind === "ready" && known.kernel.id === id;
    });
    const find = await import("../../containers/hosts/find-kernels.ts");
    if (own !== undefined) await kernels.stop(own.uri, "the user asked for it in the list");
    else if (state === "dead") await find.pruneKernels({ kernelFolder });
    else await find.stopKernel(id, { kernelFolder });
    if (own === undefined) log.info(`kernel ${id} stopped, as the user asked for it in the list`);
    this.refresh();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
