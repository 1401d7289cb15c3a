/**
 * Chooses the controller of each notebook that has none yet, as the setting `pipenb.runtime` says: the editor itself would ask.
 * What the user has chosen stays, and so does what a notebook has run on; what was only chosen here follows the setting. The
 * editor forgets its choice when a file gets another name: it is remembered here, and moved with all that is remembered.
 */
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { Kernels, Runtime } from "./kernels.ts";

export interface PreferredRuntimeOptions {
  readonly controllers: Readonly<Record<Runtime, vscode.NotebookController>>;
  readonly kernels: Kernels;
  /** Remembers what was chosen here, and what else is chosen. */
  readonly memory: vscode.Memento;
  /** Id of this extension. */
  readonly extension: string;
  readonly log: vscode.LogOutputChannel;
}

/** The editor asks the person where a controller is not there yet, and the person may not answer. */
const longestChoiceMilliseconds = 10_000;

export class PreferredRuntime implements vscode.Disposable {
  readonly #options: PreferredRuntimeOptions;
  readonly #listening: vscode.Disposable;
  readonly #runtimes = new WeakMap<vscode.NotebookDocument, Runtime>();
  /** The notebook whose kernel is being chosen here. */
  #choosing: vscode.NotebookDocument | undefined;
  #choices: Promise<void> = Promise.resolve();

  constructor(options: PreferredRuntimeOptions) {
    this.#options = options;
    const { controllers, kernels } = options;
    const chosen = (["container", "local"] as const).map((runtime) =>
      controllers[runtime].onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (!selected) return;
        this.#runtimes.set(notebook, runtime);
        if (notebook === this.#choosing && this.#chosen(notebook) === undefined)
          this.#note(preferredKey(notebook), runtime);
        else this.#keep(notebook);
      }),
    );
    this.#listening = vscode.Disposable.from(
      ...chosen,
      kernels.onDidChange((notebook) => {
        this.#keep(notebook);
      }),
      vscode.window.onDidChangeActiveNotebookEditor(() => {
        this.#choose();
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("pipenb.runtime")) this.#choose();
      }),
    );
    this.#choose();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** Never rejects: the editor asks where nothing is chosen. */
  #choose(): void {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook?.notebookType !== "pipenb") return;
    // One after the other: what the editor has taken before tells whether it may be taken back.
    this.#choices = this.#choices
      .then(() => this.#options.kernels.renames.settled(notebook.uri.toString()))
      .then(async () => {
        if (vscode.window.activeNotebookEditor?.notebook === notebook) await this.#chooseFor(notebook);
      });
  }

  async #chooseFor(notebook: vscode.NotebookDocument): Promise<void> {
    const chosen = this.#chosen(notebook);
    const runtime = chosen ?? runtimeSetting(notebook);
    const before = this.#options.memory.get<Runtime>(preferredKey(notebook));
    this.#choosing = notebook;
    const skipIfAlreadySelected = chosen !== undefined || before === undefined || before === runtime;
    const choice = vscode.commands.executeCommand("notebook.selectKernel", {
      id: this.#options.controllers[runtime].id,
      extension: this.#options.extension,
      ...(skipIfAlreadySelected ? { skipIfAlreadySelected } : {}),
    });
    try {
      await Promise.race([choice, sleep(longestChoiceMilliseconds, undefined, { ref: false })]);
      if (this.#choosing === notebook) this.#choosing = undefined;
    } catch (error) {
      this.#options.log.warn(`${notebook.uri.fsPath}: no kernel can be chosen: ${String(error)}`);
    }
  }

  /** What the user has chosen, or what the notebook has run on. */
  #chosen(notebook: vscode.NotebookDocument): Runtime | undefined {
    return this.#options.memory.get<Runtime>(chosenKey(notebook));
  }

  #keep(notebook: vscode.NotebookDocument): void {
    this.#note(preferredKey(notebook), undefined);
    const runtime = this.#runtimes.get(notebook);
    if (runtime !== undefined) this.#note(chosenKey(notebook), runtime);
  }

  #note(key: string, runtime: Runtime | undefined): void {
    const { memory, log } = this.#options;
    if (memory.get(key) === runtime) return;
    memory.update(key, runtime).then(undefined, (error: unknown) => {
      log.warn(`The kernel's choice cannot be remembered as ${key}: ${String(error)}`);
    });
  }
}

const preferredKey = ({ uri }: vscode.NotebookDocument): string => `preferred:${uri.toString()}`;
const chosenKey = ({ uri }: vscode.NotebookDocument): string => `chosen:${uri.toString()}`;

/** What the setting `pipenb.runtime` says for the notebook. */
export function runtimeSetting(notebook: vscode.NotebookDocument): Runtime {
  const wanted = vscode.workspace
    .getConfiguration("pipenb", notebook.uri)
    .get<string>("runtime", "container");
  return wanted === "local" ? "local" : "container";
}
