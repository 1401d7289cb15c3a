/**
 * Marks the line of a cell on which its last run failed. The mark is read from the cell's own error output when the run ends; it
 * goes when the cell is edited or runs again.
 */
import * as vscode from "vscode";
import { readFailure } from "./read-failure.ts";

export class FailedLines implements vscode.Disposable {
  readonly #shown = vscode.languages.createDiagnosticCollection("pipenb runs");
  /** Cells that were edited while they ran, or since: their lines are no longer those that ran. */
  readonly #edited = new Set<string>();
  /** What each cell was when it last ran: more output of the same run begins and ends it anew, at the same moment. */
  readonly #last = new Map<string, { endTime?: number; wasEdited: boolean }>();
  readonly #listening: vscode.Disposable;

  constructor() {
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
        if (notebook.notebookType !== "pipenb") return;
        for (const cell of contentChanges.flatMap(({ removedCells }) => removedCells)) this.#forget(cell);
        for (const { cell, document, executionSummary } of cellChanges) {
          if (document !== undefined) this.#changed(cell);
          if (executionSummary !== undefined) this.#ran(cell, executionSummary);
        }
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        for (const cell of notebook.getCells()) this.#forget(cell);
      }),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#shown.dispose();
  }

  #ran(
    cell: vscode.NotebookCell,
    { success, executionOrder, timing }: vscode.NotebookCellExecutionSummary,
  ): void {
    const { uri } = cell.document;
    const key = uri.toString();
    this.#clear(uri);
    const last = this.#last.get(key);
    if (success === undefined) {
      this.#last.set(key, { ...last, wasEdited: this.#edited.has(key) });
      this.#edited.delete(key);
      return;
    }
    if (last?.wasEdited === true && last.endTime === timing?.endTime) this.#edited.add(key);
    if (timing !== undefined) this.#last.set(key, { endTime: timing.endTime, wasEdited: false });
    if (success || executionOrder === undefined || this.#edited.has(key)) return;
    const items = cell.outputs.flatMap((output) => output.items);
    const error = items.findLast(({ mime }) => mime === "application/vnd.code.notebook.error");
    const failure = error === undefined ? undefined : readFailure(error.data, executionOrder);
    if (failure === undefined) return;
    const { line, column, message } = failure;
    const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
    const mark = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    mark.source = "pipenb";
    this.#shown.set(uri, [mark]);
  }

  #changed(cell: vscode.NotebookCell): void {
    const { uri } = cell.document;
    this.#clear(uri);
    this.#edited.add(uri.toString());
  }

  #forget(cell: vscode.NotebookCell): void {
    this.#clear(cell.document.uri);
    this.#edited.delete(cell.document.uri.toString());
    this.#last.delete(cell.document.uri.toString());
  }

  /** The editor looks at all its marks whenever it is told of some, and cells begin and end often. */
  #clear(uri: vscode.Uri): void {
    if (this.#shown.has(uri)) this.#shown.delete(uri);
  }
}
