/** Remembers for each open cell what it last ran as, so that outputs can be told to be stale. */
import * as vscode from "vscode";
import { cellsOf, placeOf } from "../front-matter/front-matter-cell.ts";
import { ranAs, stalenessOf } from "./ran-as.ts";
import type { CellText, RanAs, Staleness } from "./ran-as.ts";

/** Under what outputs that come back carry the run they are from. */
export const runKey = "pipenbRun";

/** A cell's last run. */
export interface Run {
  readonly ran: RanAs;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export class Runs implements vscode.Disposable {
  readonly #started = new WeakMap<vscode.NotebookCell, RanAs>();
  readonly #runs = new WeakMap<vscode.NotebookCell, Run>();
  /** Forgotten with every edit. */
  readonly #present = new Map<vscode.NotebookDocument, readonly RanAs[]>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners = vscode.Disposable.from(
    vscode.workspace.onDidChangeNotebookDocument((change) => {
      if (change.notebook.notebookType === "pipenb") this.#follow(change);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === "vscode-notebook-cell") this.#edited();
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      this.#present.delete(notebook);
    }),
  );
  /** A cell has begun or ended, or some cell was edited. */
  readonly onDidChange = this.#changed.event;

  /** The run that the cell's outputs are from, as far as it is known. */
  of(cell: vscode.NotebookCell): Run | undefined {
    // SAFETY: written by OutputCache alone.
    const restored = cell.outputs[0]?.metadata?.[runKey] as Run | undefined;
    return restored ?? this.#runs.get(cell);
  }

  /** What the notebook's cells would run as now. */
  present(notebook: vscode.NotebookDocument): readonly RanAs[] {
    const present = this.#present.get(notebook) ?? ranAs(cellsOf(notebook).map(textOf));
    this.#present.set(notebook, present);
    return present;
  }

  /** Undefined also when its run is not known. */
  staleness(cell: vscode.NotebookCell): Staleness | undefined {
    const run = this.of(cell);
    const now = run === undefined ? undefined : this.#presentOf(cell);
    return run === undefined || now === undefined ? undefined : stalenessOf(run.ran, now);
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changed.dispose();
  }

  #follow({ notebook, cellChanges, contentChanges }: vscode.NotebookDocumentChangeEvent): void {
    if (contentChanges.length > 0) this.#edited();
    for (const { cell, executionSummary } of cellChanges)
      if (executionSummary !== undefined && cell.notebook === notebook) this.#note(cell, executionSummary);
  }

  /** A summary without a result means that the cell has begun. */
  #note(cell: vscode.NotebookCell, { success, timing }: vscode.NotebookCellExecutionSummary): void {
    const ran = success === undefined ? this.#presentOf(cell) : this.#started.get(cell);
    if (ran === undefined) return;
    if (success === undefined) this.#started.set(cell, ran);
    // It ends again as it did before when there is more output of the same run.
    else if (timing === undefined || timing.endTime !== this.#runs.get(cell)?.at)
      this.#runs.set(cell, { ran, at: timing?.endTime ?? Date.now() });
    this.#changed.fire();
  }

  #edited(): void {
    this.#present.clear();
    this.#changed.fire();
  }

  /** What the cell would run as now. */
  #presentOf(cell: vscode.NotebookCell): RanAs | undefined {
    return this.present(cell.notebook)[placeOf(cell)];
  }
}

function textOf({ kind, document }: vscode.NotebookCell): CellText {
  return { markup: kind === vscode.NotebookCellKind.Markup, text: document.getText() };
}
