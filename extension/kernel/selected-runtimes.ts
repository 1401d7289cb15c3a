/** Where each notebook's cells would run now: with the kernel chosen for it, else as the setting says. */
import * as vscode from "vscode";
import type { Runtime } from "./kernels.ts";
import { runtimeSetting } from "./preferred-runtime.ts";

export class SelectedRuntimes implements vscode.Disposable {
  readonly #selected = new WeakMap<vscode.NotebookDocument, Runtime>();
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #listening: vscode.Disposable;
  /** Fires when another kernel was chosen for a notebook. */
  readonly onDidChange = this.#changed.event;

  constructor(controllers: Readonly<Record<Runtime, vscode.NotebookController>>) {
    const listening = (["container", "local"] as const).map((runtime) =>
      controllers[runtime].onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (!selected || this.of(notebook) === runtime) return;
        this.#selected.set(notebook, runtime);
        this.#changed.fire(notebook);
      }),
    );
    this.#listening = vscode.Disposable.from(...listening);
  }

  of(notebook: vscode.NotebookDocument): Runtime {
    return this.#selected.get(notebook) ?? runtimeSetting(notebook);
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }
}
