/** The kernels of this window: one per open notebook, on the host its controller stands for. */
import * as vscode from "vscode";
import type { KernelHost } from "../../containers/hosts/kernel-host.ts";
import { frontMatterOf } from "../front-matter-of.ts";
import { isFrontMatter } from "../front-matter/front-matter-cell.ts";
import { refuseWrongFrontMatter } from "../front-matter/refuse-wrong.ts";
import { Renames } from "../moves/renames.ts";
import type { ShownCell } from "../outputs/output-cache.ts";
import type { KeptKernels } from "./kept-kernels.ts";
import type { RunningCells } from "../run/editor-runs.ts";
import { NotedCells } from "./noted-cells.ts";
import { arrivalOf, NotebookKernel } from "./notebook-kernel.ts";
import type { KernelState } from "./notebook-kernel.ts";
import { reconnect } from "./reconnect.ts";
import type { FoundKernel } from "./reconnect.ts";

export type Runtime = "container" | "local";

export interface KernelsOptions {
  /** Folder of the built kernel, `dist/kernel` of the extension. */
  readonly kernelFolder: string;
  readonly log: vscode.LogOutputChannel;
  readonly kept: KeptKernels;
}

/** A document whose file has got its name by a rename. */
export interface MovedNotebook {
  readonly document: vscode.NotebookDocument;
  /** What it does not show yet. */
  readonly shown: readonly ShownCell[];
}

interface Entry {
  readonly runtime: Runtime;
  readonly kernel: NotebookKernel;
}

export class Kernels implements vscode.Disposable {
  readonly #options: KernelsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #fresh = new WeakMap<vscode.NotebookDocument, number>();
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly renames = new Renames();
  /** Settle when what was asked for a notebook's kernel before is done: two cells that are run at once have one kernel. */
  readonly #asked = new Map<string, Promise<unknown>>();
  /** Settle when it is known whether a notebook had a kernel before. */
  readonly #finding = new Map<string, Promise<FoundKernel | undefined>>();
  readonly #moved = new vscode.EventEmitter<MovedNotebook>();
  /** Fires when a document's file has got its name by a rename, and its kernel is to be found again. */
  readonly onDidMove = this.#moved.event;
  /** Fires when the state of a notebook's kernel has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(options: KernelsOptions) {
    this.#options = options;
  }

  stateOf(notebook: vscode.NotebookDocument): KernelState {
    return this.#entries.get(notebook.uri.toString())?.kernel.state ?? { kind: "none" };
  }

  /** Since when, in milliseconds since the epoch, the variables of now are there; undefined where that is not known. */
  freshSince(notebook: vscode.NotebookDocument): number | undefined {
    return this.#fresh.get(notebook);
  }

  /** The notebook's kernel on a runtime; one on the other runtime is stopped first. */
  async of(notebook: vscode.NotebookDocument, runtime: Runtime): Promise<NotebookKernel> {
    const key = notebook.uri.toString();
    const made = (this.#asked.get(key) ?? Promise.resolve()).then(() => this.#of(notebook, runtime));
    const settled = made.catch(() => undefined);
    this.#asked.set(key, settled);
    try {
      return await made;
    } finally {
      if (this.#asked.get(key) === settled) this.#asked.delete(key);
    }
  }

  async #of(notebook: vscode.NotebookDocument, runtime: Runtime): Promise<NotebookKernel> {
    const key = notebook.uri.toString();
    await this.renames.settled(key);
    await this.#finding.get(key);
    this.renames.reuse(key);
    const known = this.#entries.get(key);
    if (known?.runtime === runtime) return known.kernel;
    await known?.kernel.stop(
      `its notebook goes on with a kernel in a ${runtime === "local" ? "local process" : runtime}`,
    );
    const kernel = this.#make(notebook, runtime);
    this.#entries.set(key, { runtime, kernel });
    return kernel;
  }

  /**
   * Finds the kernel again that the notebook had before the window was reloaded. Gives its running cells, of which everything
   * they have done is replayed to who listens at once; undefined when there is no such kernel any more.
   */
  async reattach(notebook: vscode.NotebookDocument, runtime: Runtime): Promise<FoundKernel | undefined> {
    const key = notebook.uri.toString();
    const finding = this.#reattach(notebook, runtime);
    this.#finding.set(key, finding);
    try {
      return await finding;
    } finally {
      if (this.#finding.get(key) === finding) this.#finding.delete(key);
    }
  }

  async #reattach(notebook: vscode.NotebookDocument, runtime: Runtime): Promise<FoundKernel | undefined> {
    const key = notebook.uri.toString();
    const { kept: memory, log } = this.#options;
    await this.renames.settled(key);
    this.renames.reuse(key);
    const kept = await memory.find(key);
    if (kept === undefined || kept.host !== runtime || this.#entries.has(key)) return undefined;
    const kernel = this.#make(notebook, runtime);
    this.#entries.set(key, { runtime, kernel });
    try {
      const found = await reconnect(kept, codeOf(notebook));
      const stop = async (): Promise<void> => {
        await (await this.#host(runtime)).stop(kept.id);
      };
      kernel.adopt(
        { ...kept, image: kept.image, startedInMilliseconds: undefined, stop, ended: found.client.ended },
        found.client,
      );
      return found;
    } catch (error) {
      log.info(`${notebook.uri.fsPath}: kernel ${kept.id} of before is gone: ${String(error)}`);
      this.#entries.delete(key);
      await memory.forget(key);
      return undefined;
    }
  }

  /** The notebook's kernel, if it has had one. */
  existing(notebook: vscode.NotebookDocument): NotebookKernel | undefined {
    return this.#entries.get(notebook.uri.toString())?.kernel;
  }

  /** Where the notebook's running cells are remembered. */
  runningCells(notebook: vscode.NotebookDocument): RunningCells {
    const { kept, log } = this.#options;
    const key = notebook.uri.toString();
    return new NotedCells(
      kept,
      key,
      (error) => {
        log.warn(`${notebook.uri.fsPath}: a running cell cannot be remembered: ${String(error)}`);
      },
      () => this.renames.present(key) !== key,
    );
  }

  /** Lets go of the notebook's kernel without ending it: who opens the notebook again finds it. */
  async release(notebook: vscode.NotebookDocument): Promise<void> {
    const key = notebook.uri.toString();
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry === undefined) return;
    await entry.kernel.release();
    this.#options.log.info(`${notebook.uri.fsPath}: kernel let go, as its notebook was closed; it goes on`);
  }

  /**
   * The notebook's file has another name now: the kernel and its running cells are found again by who opens it. Gives whether it
   * has one. Settles before a kernel that is still being started is there.
   */
  async move(from: vscode.Uri, to: vscode.Uri): Promise<boolean> {
    const [before, after] = [from.toString(), to.toString()];
    const { kept, log } = this.#options;
    const entry = this.#entries.get(before);
    this.#entries.delete(before);
    const remembered = kept.move(before, after);
    const hasOne = entry?.kernel.state.kind === "ready" || entry?.kernel.state.kind === "starting";
    this.renames.begin(
      before,
      after,
      remembered.then(() => entry?.kernel.release()),
    );
    await remembered;
    const found = hasOne || (await kept.find(after)) !== undefined;
    if (found) log.info(`${from.fsPath}: kernel goes on as that of ${to.fsPath}`);
    return found;
  }

  /** Has the kernel found again that the notebook had under another name. */
  takeUp(moved: MovedNotebook): void {
    this.#moved.fire(moved);
  }

  /** Ends the kernel of a notebook, open or not; `why` completes "stopped, as …". Gives whether there was one. */
  async stop(notebook: vscode.Uri, why: string): Promise<boolean> {
    const key = notebook.toString();
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry === undefined) return this.#stopKept(notebook, why);
    const { kind } = entry.kernel.state;
    await this.#stop(key, entry, why);
    const document = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === key);
    if (document !== undefined) this.#changed.fire(document);
    return kind === "ready" || kind === "starting";
  }

  /** One that this window has not taken up. */
  async #stopKept(notebook: vscode.Uri, why: string): Promise<boolean> {
    const key = notebook.toString();
    const { kept, log } = this.#options;
    const stored = await kept.find(key);
    if (stored === undefined) return false;
    await (await this.#host(stored.host)).stop(stored.id);
    await kept.forget(key);
    log.info(`${notebook.fsPath}: kernel ${stored.id} stopped, as ${why}`);
    return true;
  }

  /** The notebook that has this kernel now; its file may have had another name when the kernel was started. */
  notebookOf(kernel: string): vscode.Uri | undefined {
    for (const [key, { kernel: own }] of this.#entries)
      if (own.state.kind === "ready" && own.state.kernel.id === kernel) return vscode.Uri.parse(key);
    return undefined;
  }

  /** Never rejects: the window is about to close. `which` has a say where only some are to stop. */
  async stopAll(why: string, which: (kernel: NotebookKernel) => boolean = () => true): Promise<void> {
    const entries = [...this.#entries].filter(([, { kernel }]) => which(kernel));
    for (const [key] of entries) this.#entries.delete(key);
    await Promise.allSettled(entries.map(([key, entry]) => this.#stop(key, entry, why)));
  }

  async #stop(key: string, entry: Entry, why: string): Promise<void> {
    try {
      await entry.kernel.stop(why);
    } catch (error) {
      this.#options.log.error(`${vscode.Uri.parse(key).fsPath}: kernel cannot be stopped: ${String(error)}`);
      throw error;
    }
  }

  dispose(): void {
    this.#changed.dispose();
    this.#moved.dispose();
  }

  #remember(notebook: string, state: KernelState): void {
    const { kept, log } = this.#options;
    const done = state.kind === "ready" ? kept.keep(notebook, state.kernel) : kept.forget(notebook);
    done.catch((error: unknown) => {
      log.warn(`The kernel of ${notebook} cannot be remembered: ${String(error)}`);
    });
  }

  /** What talks to engines is large, and loaded only now. */
  async #host(runtime: Runtime): Promise<KernelHost> {
    const { chooseHost } = await import("../../containers/hosts/choose-host.ts");
    return (await chooseHost({ runtime, kernelFolder: this.#options.kernelFolder })).host;
  }

  #make(notebook: vscode.NotebookDocument, runtime: Runtime): NotebookKernel {
    const { log } = this.#options;
    const kernel: NotebookKernel = new NotebookKernel({
      notebookPath: notebook.uri.fsPath,
      frontMatter: () => {
        refuseWrongFrontMatter(notebook);
        return frontMatterOf(notebook);
      },
      host: () => this.#host(runtime),
      onState: (state) => {
        log.info(`${notebook.uri.fsPath}: kernel ${wordsFor(state, runtime)}`);
        const key = this.renames.present(notebook.uri.toString());
        const present = this.#entries.get(key)?.kernel;
        // The late end of the one before is none of its successor's.
        if (present === undefined || present === kernel) this.#remember(key, state);
        this.#changed.fire(notebook);
      },
      onFresh: () => {
        this.#fresh.set(notebook, Date.now());
        this.#changed.fire(notebook);
      },
    });
    return kernel;
  }
}

function codeOf(notebook: vscode.NotebookDocument): readonly (string | undefined)[] {
  return notebook
    .getCells()
    .map(({ kind, document }) =>
      kind === vscode.NotebookCellKind.Code && !isFrontMatter(document) ? document.getText() : undefined,
    );
}

function wordsFor(state: KernelState, runtime: Runtime): string {
  switch (state.kind) {
    case "none":
      return state.why ?? "none";
    case "starting":
      return `starting (${runtime})`;
    case "ready":
      return `${state.kernel.id} ${arrivalOf(state.kernel)}`;
    case "ended":
      return `ended: ${state.why}`;
  }
}
