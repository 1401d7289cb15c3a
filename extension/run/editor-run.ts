/**
 * One run of a cell in the editor: what the reducer of runs wants done, done to the cell. The editor takes outputs under an execution
 * alone, so what comes late is added under one that begins and ends at once as the run's own did.
 */
import type * as vscode from "vscode";
import type { RunCommand } from "../../protocol/cell-run.ts";
import { deferred } from "../../protocol/deferred.ts";
import { OutputWriter } from "./output-writer.ts";

/** What comes late is gathered so long, */
const gatheringMilliseconds = 100;
/** and so long after it was shown the last time: the editor shows the cell as running for a blink. */
const calmMilliseconds = 1_000;

/** What a cell shows of a run whose execution this window does not have. */
export interface Held {
  readonly outputs: ReadonlyMap<number, vscode.NotebookCellOutput>;
  readonly startTime: number | undefined;
  readonly endTime: number;
}

export class EditorRun {
  /** Id of the request. */
  readonly id: string;
  readonly cell: vscode.NotebookCell;
  readonly #over = deferred<undefined>();
  #execution: vscode.NotebookCellExecution | undefined;
  #writer: OutputWriter;
  #startTime: number | undefined;
  #endTime: number | undefined;
  #written: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lastShown = -calmMilliseconds;

  constructor(id: string, cell: vscode.NotebookCell, held?: Held) {
    this.id = id;
    this.cell = cell;
    this.#writer = new OutputWriter(id, held?.outputs);
    this.#startTime = held?.startTime;
    this.#endTime = held?.endTime;
  }

  /** Settles when the run is over and the editor shows all of it. Never rejects. */
  get over(): Promise<unknown> {
    return this.#over.promise;
  }

  get startTime(): number | undefined {
    return this.#startTime;
  }

  get isGone(): boolean {
    return this.cell.index < 0 || this.cell.notebook.isClosed;
  }

  /** By the user: what the editor has been told of this run it shows no more. */
  get wasCleared(): boolean {
    const { outputs, executionSummary } = this.cell;
    return outputs.length === 0 && executionSummary?.timing?.endTime === this.#endTime;
  }

  /** What follows is done under this execution. */
  carryOutUnder(execution: vscode.NotebookCellExecution): void {
    this.#execution = execution;
  }

  /** Never throws: an editor that was closed meanwhile takes nothing more. */
  carryOut(command: RunCommand): void {
    if (this.#execution === undefined) return;
    try {
      this.#carryOut(command, this.#execution);
    } catch {
      this.#execution = undefined;
      this.#over.resolve(undefined);
    }
  }

  #carryOut(command: RunCommand, execution: vscode.NotebookCellExecution): void {
    switch (command.kind) {
      case "start":
        this.#startTime = command.startTime ?? Date.now();
        execution.start(this.#startTime);
        this.#writer.writeUnder(execution);
        if (command.clears) this.#writer.add([{ kind: "clear" }]);
        break;
      case "reopen":
        execution.executionOrder = command.summary.executionCount;
        execution.start(this.#startTime);
        if (command.cleared) this.#writer = new OutputWriter(this.id);
        this.#writer.writeUnder(execution);
        break;
      case "count":
        // Told now, so that the editor has nothing but the output to take in when the cell ends.
        execution.executionOrder = command.executionCount;
        break;
      case "output":
        this.#writer.add([command.edit]);
        break;
      case "end":
        this.#end(command, execution);
        break;
      case "late":
        break;
    }
  }

  #end(
    { summary: { success, endTime } }: Extract<RunCommand, { kind: "end" }>,
    execution: vscode.NotebookCellExecution,
  ): void {
    this.#endTime ??= endTime ?? Date.now();
    // The end makes the editor show what it would gather for a while; it comes after what was written.
    this.#written = this.#writer.flush().catch(() => undefined); // The notebook was closed meanwhile.
    execution.end(success, this.#endTime);
    this.#execution = undefined;
    void this.#written.then(() => {
      this.#over.resolve(undefined);
    });
  }

  /**
   * Something came after the end: `show` is called when enough was gathered, and again a while later as long as `isLeft` says that
   * something could not be shown.
   */
  showSoon(show: () => void, isLeft: () => boolean): void {
    const wait = Math.max(gatheringMilliseconds, this.#lastShown + calmMilliseconds - performance.now());
    this.#timer ??= setTimeout(() => {
      this.#lastShown = performance.now();
      show();
      void this.#written.then(() => {
        this.#timer = undefined;
        if (isLeft() && !this.isGone) this.showSoon(show, isLeft);
      });
    }, wait);
  }

  /** The cell shows another run from now on. */
  leave(): void {
    clearTimeout(this.#timer);
  }
}
