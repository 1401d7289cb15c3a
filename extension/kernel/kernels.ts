/** The kernels of this window: one per open notebook, on the host its controller stands for. */
import * as vscode from "vscode";
import { chooseHost } from "../../containers/hosts/choose-host.ts";
import type { StartEvent } from "../../containers/hosts/kernel-host.ts";
import { frontMatterOf } from "../front-matter-of.ts";
import { NotebookKernel } from "./notebook-kernel.ts";
import type { KernelState } from "./notebook-kernel.ts";

export type Runtime = "container" | "local";

export interface KernelsOptions {
  /** Folder of the built kernel, `dist/kernel` of the extension. */
  readonly kernelFolder: string;
  readonly log: vscode.LogOutputChannel;
}

interface Entry {
  readonly runtime: Runtime;
  readonly kernel: NotebookKernel;
}

export class Kernels implements vscode.Disposable {
  readonly #options: KernelsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  /** Fires when the state of a notebook's kernel has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: KernelsOptions) {
    this.#options = options;
  }

  stateOf(notebook: vscode.NotebookDocument): KernelState {
    return this.#entries.get(notebook.uri.toString())?.kernel.state ?? { kind: "none" };
  }

  /** The notebook's kernel on a runtime; one on the other runtime is stopped first. */
  async of(notebook: vscode.NotebookDocument, runtime: Runtime): Promise<NotebookKernel> {
    const key = notebook.uri.toString();
    const known = this.#entries.get(key);
    if (known?.runtime === runtime) return known.kernel;
    await known?.kernel.stop();
    const kernel = this.#make(notebook, runtime);
    this.#entries.set(key, { runtime, kernel });
    return kernel;
  }

  /** The notebook's kernel, if it has had one. */
  existing(notebook: vscode.NotebookDocument): NotebookKernel | undefined {
    return this.#entries.get(notebook.uri.toString())?.kernel;
  }

  async stop(notebook: vscode.NotebookDocument): Promise<void> {
    const key = notebook.uri.toString();
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    await entry?.kernel.stop();
    this.#changed.fire(notebook);
  }

  async stopAll(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.allSettled(entries.map(({ kernel }) => kernel.stop()));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #make(notebook: vscode.NotebookDocument, runtime: Runtime): NotebookKernel {
    const { log, kernelFolder } = this.#options;
    return new NotebookKernel({
      notebookPath: notebook.uri.fsPath,
      frontMatter: () => frontMatterOf(notebook),
      host: async () => (await chooseHost({ runtime, kernelFolder })).host,
      onState: (state) => {
        log.info(`${notebook.uri.fsPath}: kernel ${wordsFor(state)}`);
        this.#changed.fire(notebook);
      },
    });
  }
}

function wordsFor(state: KernelState): string {
  switch (state.kind) {
    case "none":
      return "stopped";
    case "starting":
      return "starting";
    case "ready":
      return `${state.kernel.id} ready after ${Math.round(state.kernel.startedInMilliseconds)} ms`;
    case "ended":
      return `ended: ${state.why}`;
  }
}

/** What a start says, in a line. */
export function progressLine(event: StartEvent): string | undefined {
  switch (event.type) {
    case "phase":
      return event.detail;
    case "step":
      return `building layer ${event.step} of ${event.of}${event.cached ? " (cached)" : ""}: ${event.instruction}`;
    case "output":
      return undefined;
  }
}
