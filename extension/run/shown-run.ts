/**
 * What one run of a cell has shown, also after its end: the editor takes outputs under an execution alone, so what comes late is
 * added under one that begins and ends at once as the run's own did.
 */
import type * as vscode from "vscode";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { freshRun, lateStep, step } from "./cell-run.ts";
import type { CellRun, Step } from "./cell-run.ts";
import { OutputWriter } from "./output-writer.ts";
import { runOfOutputs } from "./shown-as.ts";

/** How a run ended, as the editor shows it beside the cell. */
export interface RunSummary {
  readonly startTime: number | undefined;
  readonly endTime: number;
  readonly success: boolean | undefined;
  readonly executionOrder: number | undefined;
}

export type MakeExecution = (cell: vscode.NotebookCell) => vscode.NotebookCellExecution;

/** What comes late is gathered so long, */
const gatheringMilliseconds = 100;
/** and so long after it was shown the last time: the editor shows the cell as running for a blink. */
const calmMilliseconds = 1_000;

export class ShownRun {
  readonly cell: vscode.NotebookCell;
  /** Id of the request. */
  readonly id: string;
  readonly #make: MakeExecution;
  #writer: OutputWriter;
  #state: CellRun = freshRun;
  #summary: RunSummary | undefined;
  /** Came after the end, and is not shown yet. */
  #late: ExecutionEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;
  #lastShown = -calmMilliseconds;

  constructor(id: string, cell: vscode.NotebookCell, make: MakeExecution) {
    this.id = id;
    this.cell = cell;
    this.#make = make;
    this.#writer = new OutputWriter(id);
  }

  /** The run whose outputs a cell shows that came back with its notebook; undefined where they are of no known run. */
  static restored(cell: vscode.NotebookCell, make: MakeExecution): ShownRun | undefined {
    const found = runOfOutputs(cell.outputs);
    if (found === undefined) return undefined;
    const { success, timing, executionOrder } = cell.executionSummary ?? {};
    const run = new ShownRun(found.request, cell, make);
    run.#writer = new OutputWriter(found.request, found.outputs);
    run.#state = found.run;
    run.#summary = {
      startTime: timing?.startTime,
      endTime: timing?.endTime ?? Date.now(),
      success,
      executionOrder,
    };
    return run;
  }

  /** Its execution has begun. */
  begin(execution: vscode.NotebookCellExecution): void {
    this.#writer.writeUnder(execution);
    this.#writer.add([{ kind: "clear" }]);
  }

  /** Without clearing what the cell has shown before. */
  writeUnder(execution: vscode.NotebookCellExecution): void {
    this.#writer.writeUnder(execution);
  }

  /** Shows an event of the run itself. */
  take(event: ExecutionEvent): void {
    this.#shows(step(this.#state, event));
  }

  /** Shows what ended the run without the kernel's saying so. */
  fail(error: { readonly name: string; readonly message: string; readonly trace: string }): Promise<unknown> {
    this.#writer.add([{ kind: "append", output: { kind: "error", key: -1, ...error } }]);
    return this.#writer.flush();
  }

  /** Tells the editor at once what waits, see {@link OutputWriter.flush}. */
  flush(): Promise<unknown> {
    return this.#writer.flush();
  }

  /** Its execution has ended: what comes from now on is late. */
  end(summary: RunSummary): void {
    this.#summary = summary;
    if (this.#late.length > 0) this.#showSoon();
  }

  /** Shows an event that came after the end, as soon as the cell is at rest. */
  takeLate(event: ExecutionEvent): void {
    this.#late.push(event);
    if (this.#summary !== undefined) this.#showSoon();
  }

  /** Shows an event of an older run of the cell, whose outputs this one has cleared. */
  takeOlder(event: ExecutionEvent): void {
    if (this.#summary === undefined) this.#shows(lateStep(this.#state, event));
    else this.takeLate(event);
  }

  /** A display was changed by another cell. */
  update(event: ExecutionEvent): void {
    if (this.#summary === undefined) this.take(event);
    else if (step(this.#state, event).edits.length > 0) this.takeLate(event);
  }

  /** The cell runs anew, and clears what is shown. Gives what has not been shown yet. */
  leave(): readonly ExecutionEvent[] {
    clearTimeout(this.#timer);
    return this.#late.splice(0);
  }

  #shows({ run, edits }: Step): void {
    this.#state = run;
    this.#writer.add(edits);
  }

  #showSoon(): void {
    const wait = Math.max(gatheringMilliseconds, this.#lastShown + calmMilliseconds - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#lastShown = performance.now();
      if (this.#isWriting) return;
      this.#isWriting = true;
      void this.#showLate().finally(() => {
        this.#isWriting = false;
        if (this.#late.length > 0 && !this.#isGone) this.#showSoon();
      });
    }, wait);
  }

  get #isGone(): boolean {
    return this.cell.index < 0 || this.cell.notebook.isClosed;
  }

  /** Never rejects. */
  async #showLate(): Promise<void> {
    if (this.#summary === undefined || this.#isGone) return;
    let execution: vscode.NotebookCellExecution;
    try {
      execution = this.#make(this.cell);
    } catch {
      return; // The cell waits for its next turn, or the notebook has another kernel chosen.
    }
    if (this.#wasCleared) {
      this.#state = freshRun;
      this.#writer = new OutputWriter(this.id);
    }
    if (this.#late.some(({ type }) => type === "error")) this.#summary = { ...this.#summary, success: false };
    const { startTime, endTime, success, executionOrder } = this.#summary;
    // Between its beginning and its end nothing is awaited: no other run of the cell may come in between.
    execution.executionOrder = executionOrder;
    execution.start(startTime);
    this.#writer.writeUnder(execution);
    for (const event of this.#late.splice(0)) this.#shows(lateStep(this.#state, event));
    const written = this.#writer.flush();
    execution.end(success, endTime);
    await written.catch(() => undefined); // The notebook was closed meanwhile.
  }

  /** By the user: what the editor has been told of this run it shows no more. */
  get #wasCleared(): boolean {
    const { outputs, executionSummary } = this.cell;
    return outputs.length === 0 && executionSummary?.timing?.endTime === this.#summary?.endTime;
  }
}
