/**
 * The runs of one kernel that a notebook shows: each newest one of its cell. What comes after a cell's end is shown with it, and a
 * display that has an id is changed wherever it stands, whichever cell changes it.
 */
import type * as vscode from "vscode";
import type { KernelClient } from "../../protocol/client.ts";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { LateEvents } from "../../protocol/late-events.ts";
import { sequenceOf } from "../../protocol/sequence.ts";
import { ShownRun } from "./shown-run.ts";
import type { MakeExecution } from "./shown-run.ts";

/** Of what older requests say it is no longer known whose it is. */
const keptRequests = 10_000;

export class ShownRuns {
  readonly #make: MakeExecution;
  readonly #late = new LateEvents();
  readonly #cells = new Map<string, vscode.NotebookCell>();
  readonly #newest = new Map<vscode.NotebookCell, ShownRun>();
  /** What has a number up to this has been shown by an earlier window. */
  #seen = 0;

  constructor(client: Pick<KernelClient, "onMessage">, make: MakeExecution) {
    this.#make = make;
    client.onMessage((message) => {
      const late = this.#late.of(message);
      if (late !== undefined && (sequenceOf(message) ?? Infinity) > this.#seen)
        this.#hear(late.id, late.event);
    });
  }

  /** A cell was sent. */
  send(id: string, cell: vscode.NotebookCell): ShownRun {
    this.#late.begin(id);
    this.#know(id, cell);
    return new ShownRun(id, cell, this.#make);
  }

  /** A run begins to show what it does. */
  begin(run: ShownRun, execution: vscode.NotebookCellExecution): void {
    const older = this.#newest.get(run.cell);
    this.#newest.delete(run.cell);
    this.#newest.set(run.cell, run);
    run.begin(execution);
    for (const event of older?.leave() ?? []) run.takeOlder(event);
  }

  /** Shows an event of a run that has not ended. */
  take(run: ShownRun, event: ExecutionEvent): void {
    run.take(event);
    if (event.type === "update_display_data") this.#update(event, run);
  }

  /** A window was loaded anew: what the cells of its notebook show is of these runs still. */
  restore(notebook: vscode.NotebookDocument, seen: number): void {
    this.#seen = seen;
    for (const cell of notebook.getCells()) {
      const run = ShownRun.restored(cell, this.#make);
      if (run === undefined || this.#newest.has(cell)) continue;
      this.#know(run.id, cell);
      this.#newest.set(cell, run);
    }
  }

  #know(id: string, cell: vscode.NotebookCell): void {
    this.#cells.set(id, cell);
    const [oldest] = this.#cells.keys();
    if (this.#cells.size > keptRequests && oldest !== undefined) this.#cells.delete(oldest);
  }

  #hear(id: string, event: ExecutionEvent): void {
    if (event.type === "update_display_data") {
      this.#update(event);
      return;
    }
    const cell = this.#cells.get(id);
    const run = cell === undefined ? undefined : this.#newest.get(cell);
    if (run?.id === id) run.takeLate(event);
    else run?.takeOlder(event);
  }

  #update(event: ExecutionEvent, except?: ShownRun): void {
    for (const [cell, run] of this.#newest) {
      if (cell.index < 0 || cell.notebook.isClosed) this.#newest.delete(cell);
      else if (run !== except) run.update(event);
    }
  }
}

/** Gives the runs of each kernel by its client. */
export function shownRunsPerKernel(make: MakeExecution): (client: KernelClient) => ShownRuns {
  const all = new WeakMap<KernelClient, ShownRuns>();
  return (client) => {
    const runs = all.get(client) ?? new ShownRuns(client, make);
    all.set(client, runs);
    return runs;
  };
}
