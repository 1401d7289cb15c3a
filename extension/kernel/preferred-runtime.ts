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

/** The editor asks the person where a controller is not there yet, and the person may not answer: other notebooks do not wait for it. */
const longestChoiceMilliseconds = 10_000;

/** A choice on its way through the editor, which tells of what has come of it before it says that it is done. */
interface Choice {
  readonly runtime: Runtime;
}

export class PreferredRuntime implements vscode.Disposable {
  readonly #options: PreferredRuntimeOptions;
  readonly #listening: vscode.Disposable;
  readonly #runtimes = new WeakMap<vscode.NotebookDocument, Runtime>();
  readonly #choosing = new Set<Choice>();
  #choices: Promise<void> = Promise.resolve();

  constructor(options: PreferredRuntimeOptions) {
    this.#options = options;
    const { controllers, kernels } = options;
    const chosen = (["container", "local"] as const).map((runtime) =>
      controllers[runtime].onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (!selected) return;
        this.#runtimes.set(notebook, runtime);
        const isOurs = [...this.#choosing].some((choice) => choice.runtime === runtime);
        if (isOurs && this.#chosen(notebook) === undefined) this.#note(preferredKey(notebook), runtime);
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
        const now = vscode.window.activeNotebookEditor;
        if (now?.notebook === notebook) await this.#chooseFor(now);
      });
  }

  async #chooseFor(editor: vscode.NotebookEditor): Promise<void> {
    const { notebook } = editor;
    const chosen = this.#chosen(notebook);
    const runtime = chosen ?? runtimeSetting(notebook);
    const before = this.#options.memory.get<Runtime>(preferredKey(notebook));
    const isNew = chosen === undefined && before !== undefined && before !== runtime;
    const choice: Choice = { runtime };
    this.#choosing.add(choice);
    const over = this.#select(runtime, isNew ? editor : undefined).finally(() => {
      this.#choosing.delete(choice);
    });
    await Promise.race([over, sleep(longestChoiceMilliseconds, undefined, { ref: false })]);
  }

  /**
   * For this editor; without one for whichever is active once the command gets there, if that has no kernel yet: the editor cannot do
   * both, and a person may have gone on to another notebook. Never rejects.
   */
  async #select(runtime: Runtime, notebookEditor: vscode.NotebookEditor | undefined): Promise<void> {
    const { controllers, extension, log } = this.#options;
    const { id } = controllers[runtime];
    try {
      await vscode.commands.executeCommand("notebook.selectKernel", {
        ...{ id, extension },
        ...(notebookEditor === undefined ? { skipIfAlreadySelected: true } : { notebookEditor }),
      });
    } catch (error) {
      log.warn(`${id}: the kernel cannot be chosen: ${String(error)}`);
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
