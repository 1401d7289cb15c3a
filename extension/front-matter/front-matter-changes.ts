/** Tells when the front matter of an open notebook says something else, a moment after the last key was pressed. */
import * as vscode from "vscode";
import { frontMatterCell, isFrontMatter } from "./front-matter-cell.ts";

const pauseMilliseconds = 600;

export class FrontMatterChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #texts = new Map<vscode.NotebookDocument, string | undefined>();
  readonly #timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  readonly #listening: vscode.Disposable;
  /** Fires with the notebook; its text is another, whatever that means. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const { workspace } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidOpenNotebookDocument((notebook) => {
        this.#note(notebook);
      }),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const isEdited = cellChanges.some(({ cell, document }) => document && isFrontMatter(cell.document));
        if (isEdited || contentChanges.length > 0) this.#plan(notebook);
      }),
      // A cell whose language was changed is opened anew.
      workspace.onDidOpenTextDocument(({ uri }) => {
        if (uri.scheme !== "vscode-notebook-cell") return;
        for (const notebook of this.#texts.keys()) if (notebook.uri.path === uri.path) this.#plan(notebook);
      }),
      workspace.onDidCloseNotebookDocument((notebook) => {
        clearTimeout(this.#timers.get(notebook));
        this.#timers.delete(notebook);
        this.#texts.delete(notebook);
      }),
    );
    for (const notebook of workspace.notebookDocuments) this.#note(notebook);
  }

  dispose(): void {
    this.#listening.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#changed.dispose();
  }

  #note(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType === "pipenb") this.#texts.set(notebook, textOf(notebook));
  }

  #plan(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== "pipenb") return;
    clearTimeout(this.#timers.get(notebook));
    const look = (): void => {
      this.#timers.delete(notebook);
      const text = textOf(notebook);
      if (this.#texts.get(notebook) === text) return;
      this.#texts.set(notebook, text);
      this.#changed.fire(notebook);
    };
    this.#timers.set(notebook, setTimeout(look, pauseMilliseconds));
  }
}

function textOf(notebook: vscode.NotebookDocument): string | undefined {
  return frontMatterCell(notebook)?.document.getText();
}
