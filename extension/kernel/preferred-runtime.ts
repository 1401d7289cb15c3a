/**
 * Chooses the controller of each notebook that has none yet, as the setting `pipenb.runtime` says: the editor itself would ask.
 * What the user has chosen stays, and so does what a notebook has run on; what was only chosen here follows the setting.
 */
import * as vscode from "vscode";
import type { Kernels, Runtime } from "./kernels.ts";

export interface PreferredRuntimeOptions {
  readonly controllers: Readonly<Record<Runtime, vscode.NotebookController>>;
  readonly kernels: Kernels;
  /** Remembers what was chosen here and not by the user. */
  readonly memory: vscode.Memento;
  /** Id of this extension. */
  readonly extension: string;
  readonly log: vscode.LogOutputChannel;
}

export class PreferredRuntime implements vscode.Disposable {
  readonly #options: PreferredRuntimeOptions;
  readonly #listening: vscode.Disposable;
  /** The notebook whose kernel is being chosen here. */
  #choosing: vscode.NotebookDocument | undefined;

  constructor(options: PreferredRuntimeOptions) {
    this.#options = options;
    const { controllers, kernels } = options;
    const chosen = (["container", "local"] as const).map((runtime) =>
      controllers[runtime].onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#note(notebook, notebook === this.#choosing ? runtime : undefined);
      }),
    );
    this.#listening = vscode.Disposable.from(
      ...chosen,
      kernels.onDidChange((notebook) => {
        this.#note(notebook, undefined);
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
    const runtime = runtimeSetting(notebook);
    const before = this.#options.memory.get<Runtime>(keyOf(notebook));
    this.#choosing = notebook;
    const skipIfAlreadySelected = before === undefined || before === runtime;
    vscode.commands
      .executeCommand("notebook.selectKernel", {
        id: this.#options.controllers[runtime].id,
        extension: this.#options.extension,
        ...(skipIfAlreadySelected ? { skipIfAlreadySelected } : {}),
      })
      .then(
        () => {
          if (this.#choosing === notebook) this.#choosing = undefined;
        },
        (error: unknown) => {
          this.#options.log.warn(`${notebook.uri.fsPath}: no kernel can be chosen: ${String(error)}`);
        },
      );
  }

  #note(notebook: vscode.NotebookDocument, runtime: Runtime | undefined): void {
    const { memory, log } = this.#options;
    if (memory.get(keyOf(notebook)) === runtime) return;
    memory.update(keyOf(notebook), runtime).then(undefined, (error: unknown) => {
      log.warn(`${notebook.uri.fsPath}: its kernel's choice cannot be remembered: ${String(error)}`);
    });
  }
}

const keyOf = (notebook: vscode.NotebookDocument): string => `preferred:${notebook.uri.toString()}`;

/** What the setting `pipenb.runtime` says for the notebook. */
export function runtimeSetting(notebook: vscode.NotebookDocument): Runtime {
  const wanted = vscode.workspace
    .getConfiguration("pipenb", notebook.uri)
    .get<string>("runtime", "container");
  return wanted === "local" ? "local" : "container";
}
