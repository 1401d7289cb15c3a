/** One run of a cell, from being sent to being over and beyond: what happens to it, and what is to be done for it. Pure. */
import { noOutputs, show, showLate } from "./cell-outputs.ts";
import type { OutputEdit, Outputs, OutputStep } from "./cell-outputs.ts";
import { pagesOf } from "./content.ts";
import type { ExecuteReply, ExecutionEvent } from "./content.ts";

/** How a run stands beside its cell. */
export interface RunSummary {
  /** Milliseconds since the epoch, by the kernel's clock; undefined where it has not started, or did not say when. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly executionCount: number | undefined;
  /** undefined while it runs, and of a cell that never came to its turn. */
  readonly success: boolean | undefined;
}

/** A run that is over, with what its cell shows of it. */
export interface EndedRun<Cell> {
  readonly id: string;
  readonly cell: Cell;
  readonly outputs: Outputs;
  readonly summary: RunSummary;
}

/** What is to be done for a run. */
export type RunCommand = { readonly id: string } & (
  | { readonly kind: "start"; readonly startTime: number | undefined; readonly clears: boolean }
  | { readonly kind: "count"; readonly executionCount: number }
  | { readonly kind: "output"; readonly edit: OutputEdit }
  | { readonly kind: "end"; readonly hasStarted: boolean; readonly summary: RunSummary }
  /** Something came after the end: say "at-rest" when the cell can show it. */
  | { readonly kind: "late" }
  /** The run is shown as running for a moment, as outputs cannot change otherwise; its end follows. */
  | { readonly kind: "reopen"; readonly summary: RunSummary; readonly cleared: boolean }
);

/** A run that is known. */
export interface Run<Cell> extends EndedRun<Cell> {
  readonly hasStarted: boolean;
  readonly reply: ExecuteReply | undefined;
  readonly isIdle: boolean;
  /** What came after the end, and is not shown yet. */
  readonly late: readonly ExecutionEvent[];
}

/** A run of a cell that was just sent. */
export const newRun = <Cell>(id: string, cell: Cell, startTime: number | undefined): Run<Cell> => ({
  id,
  cell,
  outputs: noOutputs,
  summary: { startTime, endTime: undefined, executionCount: undefined, success: undefined },
  hasStarted: false,
  reply: undefined,
  isIdle: false,
  late: [],
});

/** What an event says of how the run stands. */
export function noting(summary: RunSummary, event: ExecutionEvent): RunSummary {
  if (event.type === "execute_input") return { ...summary, executionCount: event.execution_count };
  if (event.type === "status" && event.at !== undefined) return { ...summary, endTime: event.at };
  return summary;
}

export interface RunStep<Cell> {
  readonly run: Run<Cell>;
  readonly commands: readonly RunCommand[];
}

/** The run with these edits done. */
export function applied<Cell>(run: Run<Cell>, { outputs, edits }: OutputStep): RunStep<Cell> {
  return {
    run: outputs === run.outputs ? run : { ...run, outputs },
    commands: edits.map((edit) => ({ kind: "output", id: run.id, edit })),
  };
}

/** Shows events that came after an end. */
export function applyAll<Cell>(run: Run<Cell>, events: readonly ExecutionEvent[]): RunStep<Cell> {
  const commands: RunCommand[] = [];
  let now = run;
  for (const event of events) {
    const shown = applied(now, showLate(now.outputs, event));
    now = shown.run;
    commands.push(...shown.commands);
  }
  return { run: now, commands };
}

/** Takes the reply. Its pages, such as the help that a cell asks for, are shown as what the cell displays. */
export function replied<Cell>(run: Run<Cell>, reply: ExecuteReply): RunStep<Cell> {
  const pages = reply.status === "ok" ? pagesOf(reply.payload ?? []) : [];
  const commands: RunCommand[] = [];
  let now: Run<Cell> = { ...run, reply };
  for (const data of pages) {
    const event = { type: "display_data", data, metadata: {}, transient: {} } as const;
    const shown = applied(now, show(now.outputs, event));
    now = shown.run;
    commands.push(...shown.commands);
  }
  const over = endIfOver(now);
  return { run: over.run, commands: [...commands, ...over.commands] };
}

/** A run is over when its reply and the kernel's "idle" have both come, in whichever order. */
export function endIfOver<Cell>(run: Run<Cell>): RunStep<Cell> {
  const { id, reply, isIdle, summary } = run;
  if (reply === undefined || !isIdle) return { run, commands: [] };
  const count = reply.status === "aborted" ? undefined : reply.execution_count;
  const counts: RunCommand[] =
    count === undefined || count === summary.executionCount
      ? []
      : [{ kind: "count", id, executionCount: count }];
  const success = reply.status === "aborted" ? undefined : reply.status === "ok";
  const over = end(run, { ...summary, executionCount: count ?? summary.executionCount, success });
  return { run: over.run, commands: [...counts, ...over.commands] };
}

function end<Cell>(run: Run<Cell>, summary: RunSummary): RunStep<Cell> {
  const { id, hasStarted } = run;
  return { run: { ...run, summary }, commands: [{ kind: "end", id, hasStarted, summary }] };
}

/** Without the kernel's saying how it ended. What the cell has shown before stays where it never started. */
export function fail<Cell>(
  run: Run<Cell>,
  { name, message }: { readonly name: string; readonly message: string },
): RunStep<Cell> {
  const { id, hasStarted, summary } = run;
  const starts: RunCommand[] = hasStarted ? [] : [{ kind: "start", id, startTime: undefined, clears: false }];
  const shown = applied(
    run,
    show(run.outputs, { type: "error", ename: name, evalue: message, traceback: [message] }),
  );
  const over = end({ ...shown.run, hasStarted: true }, { ...summary, endTime: undefined, success: false });
  return { run: over.run, commands: [...starts, ...shown.commands, ...over.commands] };
}

/** Ends for this client alone. */
export function leave<Cell>(run: Run<Cell>): RunStep<Cell> {
  return end(run, { ...run.summary, endTime: undefined });
}

/** With one event more; the texts of a stream that follow each other are one. */
export function joined(events: readonly ExecutionEvent[], next: ExecutionEvent): readonly ExecutionEvent[] {
  const last = events.at(-1);
  if (last?.type !== "stream" || next.type !== "stream" || last.name !== next.name) return [...events, next];
  return [...events.slice(0, -1), { ...last, text: last.text + next.text }];
}
