/** The runs of one kernel in the editor: hands what the kernel says to the reducer of runs, and its commands to the cells. */
import type * as vscode from "vscode";
import { heardOf, noRuns, step } from "../../protocol/cell-runs.ts";
import type { RunCommand } from "../../protocol/cell-run.ts";
import type { RunInput } from "../../protocol/cell-runs.ts";
import { connectionEnded } from "../../protocol/client.ts";
import type { KernelClient } from "../../protocol/client.ts";
import type { KeptCell } from "../kernel/kept-kernels.ts";
import { EditorRun } from "./editor-run.ts";
import { runOfOutputs } from "./shown-as.ts";

/** Remembers which cells run, for a window that comes after this one. */
export interface RunningCells {
  /** A cell was sent, or has started. */
  note(cell: KeptCell): void;
  ended(id: string): void;
  /** Whether the notebook has another name now: another document shows what its cells do. */
  goesOnElsewhere(): boolean;
}

export type MakeExecution = (cell: vscode.NotebookCell) => vscode.NotebookCellExecution;

export class EditorRuns {
  readonly #make: MakeExecution;
  readonly #memory: RunningCells;
  /** By request: those that wait or run, and those that are shown. */
  readonly #known = new Map<string, EditorRun>();
  readonly #shown = new Map<vscode.NotebookCell, EditorRun>();
  readonly #kept = new Map<string, KeptCell>();
  #runs = noRuns<vscode.NotebookCell>();
  #ended: string | undefined;

  constructor(client: Pick<KernelClient, "onMessage" | "ended">, make: MakeExecution, memory: RunningCells) {
    this.#make = make;
    this.#memory = memory;
    client.onMessage((message) => {
      const heard = heardOf(message);
      if (heard !== undefined) this.#take(heard);
    });
    void client.ended.then((why) => {
      this.#ended = why;
      this.#lose(why);
    });
  }

  /** A cell was sent, by this window or by an earlier one. Settles when it is over and all of it is shown; never rejects. */
  follow(kept: KeptCell, execution: vscode.NotebookCellExecution): Promise<unknown> {
    const { id, startTime } = kept;
    const { cell } = execution;
    const run = new EditorRun(id, cell);
    run.carryOutUnder(execution);
    this.#known.set(id, run);
    this.#kept.set(id, kept);
    this.#memory.note(kept);
    this.#take({ kind: "sent", id, cell, startTime });
    if (this.#ended !== undefined) this.#lose(this.#ended);
    return run.over;
  }

  /** A window was loaded anew: what the cells of its notebook show is of these runs still. */
  restore(notebook: vscode.NotebookDocument, seen: number): void {
    for (const cell of notebook.getCells()) {
      const found = runOfOutputs(cell.outputs);
      if (found === undefined || this.#shown.has(cell)) continue;
      const { success, timing, executionOrder } = cell.executionSummary ?? {};
      const { request: id, outputs, held } = found;
      const startTime = timing?.startTime;
      const endTime = timing?.endTime ?? Date.now();
      const run = new EditorRun(id, cell, { outputs: held, startTime, endTime });
      this.#known.set(id, run);
      this.#shown.set(cell, run);
      const summary = { startTime, endTime, executionCount: executionOrder, success };
      this.#take({ kind: "restored", run: { id, cell, outputs, summary }, seen });
    }
  }

  /** Lets go of the runs that are over of cells that are gone. */
  forgetGone(): void {
    for (const [cell, run] of this.#shown) {
      if (!run.isGone || !this.#runs.ended.has(cell)) continue;
      run.leave();
      this.#shown.delete(cell);
      this.#known.delete(run.id);
      this.#take({ kind: "removed", cell });
    }
  }

  #lose(why: string): void {
    this.#take({
      kind: "lost",
      error: this.#memory.goesOnElsewhere() ? undefined : connectionEnded(why),
    });
  }

  #take(input: RunInput<vscode.NotebookCell>): void {
    const { runs, commands } = step(this.#runs, input);
    this.#runs = runs;
    for (const command of commands) {
      const run = this.#known.get(command.id);
      if (run === undefined) continue;
      run.carryOut(command);
      this.#note(run, command, input.kind === "lost");
    }
  }

  #note(run: EditorRun, command: RunCommand, isLost: boolean): void {
    const { id } = run;
    if (command.kind === "start") this.#isShown(run);
    if (command.kind === "end") {
      if (!isLost && this.#kept.has(id)) this.#memory.ended(id);
      this.#kept.delete(id);
      if (!command.hasStarted) this.#known.delete(id);
    }
    if (command.kind === "late")
      run.showSoon(
        () => {
          this.#showLate(run);
        },
        () => this.#hasLate(run),
      );
  }

  #isShown(run: EditorRun): void {
    const older = this.#shown.get(run.cell);
    older?.leave();
    // After a crash of the extension host the cell shows the outputs of the very run that goes on.
    if (older !== undefined && older.id !== run.id) this.#known.delete(older.id);
    this.#shown.set(run.cell, run);
    const kept = this.#kept.get(run.id);
    if (kept !== undefined && run.startTime !== undefined)
      this.#memory.note({ ...kept, startTime: run.startTime });
  }

  #hasLate({ id, cell }: EditorRun): boolean {
    const shown = this.#runs.ended.get(cell);
    return shown?.id === id && shown.late.length > 0;
  }

  #showLate(run: EditorRun): void {
    if (run.isGone || !this.#hasLate(run)) return;
    const cleared = run.wasCleared;
    let execution: vscode.NotebookCellExecution;
    try {
      execution = this.#make(run.cell);
    } catch {
      return; // The cell waits for its next turn, or the notebook has another kernel chosen.
    }
    run.carryOutUnder(execution);
    this.#take({ kind: "at-rest", id: run.id, cleared });
  }
}

/** Gives the runs of each kernel by its client. */
export function runsPerKernel(
  make: MakeExecution,
): (client: KernelClient, memory: () => RunningCells) => EditorRuns {
  const all = new WeakMap<KernelClient, EditorRuns>();
  return (client, memory) => {
    const runs = all.get(client) ?? new EditorRuns(client, make, memory());
    all.set(client, runs);
    return runs;
  };
}
