/**
 * The runs of one kernel's cells, from being sent to being over and beyond, as a pure step from runs and input to runs and commands. The
 * editor and the command line share it; each carries the commands out in its own way. What comes after a cell's end is shown with the
 * cell that caused it, and a display that has an id is changed wherever it stands, whichever cell changes it.
 */
import { hasDisplay, noOutputs, show, showLate } from "./cell-outputs.ts";
import { applied, applyAll, endIfOver, fail, joined, leave, newRun, noting, replied } from "./cell-run.ts";
import type { EndedRun, Run, RunCommand, RunStep } from "./cell-run.ts";
import { ExecuteReplySchema, toExecutionEvent } from "./content.ts";
import type { ExecuteReply, ExecutionEvent } from "./content.ts";
import type { Message } from "./message.ts";
import { sequenceOf } from "./sequence.ts";

/** What a kernel says of a run. */
export type Heard =
  | {
      readonly kind: "event";
      readonly id: string;
      readonly event: ExecutionEvent;
      /** Number of the message, where it has one. */
      readonly sequence: number | undefined;
    }
  | { readonly kind: "reply"; readonly id: string; readonly reply: ExecuteReply }
  /** What it sent breaks the protocol. */
  | { readonly kind: "broken"; readonly id: string; readonly why: string };

/** What happens to the runs of a kernel. */
export type RunInput<Cell> =
  | Heard
  /** A cell was sent; `startTime` of one that an earlier client has sent and that had started by then. */
  | {
      readonly kind: "sent";
      readonly id: string;
      readonly cell: Cell;
      readonly startTime?: number | undefined;
    }
  /** A cell shows what an earlier client's run has put out. Messages up to `seen` have been shown. */
  | { readonly kind: "restored"; readonly run: EndedRun<Cell>; readonly seen: number }
  /** What came after a run's end can be shown now; `cleared`: its outputs were taken away meanwhile. */
  | { readonly kind: "at-rest"; readonly id: string; readonly cleared: boolean }
  /** The connection is over; undefined where somebody else goes on with the kernel. */
  | { readonly kind: "lost"; readonly error: { readonly name: string; readonly message: string } | undefined }
  /** The cell is gone. */
  | { readonly kind: "removed"; readonly cell: Cell };

/** All runs that are known of one kernel. */
export interface CellRuns<Cell> {
  /** Whose each request was, the oldest first. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Runs that wait or run, by their request. */
  readonly open: ReadonlyMap<string, Run<Cell>>;
  /** The last run of each cell that is over, as far as the cell shows it. */
  readonly ended: ReadonlyMap<Cell, Run<Cell>>;
  readonly seen: number;
}

export interface RunsStep<Cell> {
  readonly runs: CellRuns<Cell>;
  readonly commands: readonly RunCommand[];
}

/** Of what older requests say it is no longer known whose it is. */
const keptRequests = 2_000;

/** Those of a kernel that has run nothing. */
export const noRuns = <Cell>(): CellRuns<Cell> => ({
  cells: new Map(),
  open: new Map(),
  ended: new Map(),
  seen: 0,
});

/** What a message says of a run; undefined where it says nothing of one. Never throws. */
export function heardOf(message: Message): Heard | undefined {
  const { header, parentHeader } = message;
  if (parentHeader?.msg_type !== "execute_request") return undefined;
  const { msg_id: id } = parentHeader;
  try {
    if (header.msg_type === "execute_reply")
      return { kind: "reply", id, reply: ExecuteReplySchema.parse(message.content) };
    const event = toExecutionEvent(message);
    return event === undefined ? undefined : { kind: "event", id, event, sequence: sequenceOf(message) };
  } catch {
    return { kind: "broken", id, why: `The kernel sent a bad ${header.msg_type}.` };
  }
}

/** Takes the next thing that happens. */
export function step<Cell>(runs: CellRuns<Cell>, input: RunInput<Cell>): RunsStep<Cell> {
  switch (input.kind) {
    case "sent":
      return { runs: send(runs, input), commands: [] };
    case "restored":
      return { runs: restore(runs, input), commands: [] };
    case "event":
      return hear(runs, input);
    case "reply":
      return change(runs, input.id, (run) => replied(run, input.reply));
    case "broken":
      return change(runs, input.id, (run) => fail(run, { name: "ProtocolError", message: input.why }));
    case "lost":
      return sequence(runs, [...runs.open.keys()], (from, id) =>
        change(from, id, (run) => (input.error === undefined ? leave(run) : fail(run, input.error))),
      );
    case "at-rest":
      return showGathered(runs, input.id, input.cleared);
    case "removed":
      return { runs: { ...runs, ended: without(runs.ended, input.cell) }, commands: [] };
  }
}

function send<Cell>(
  runs: CellRuns<Cell>,
  { id, cell, startTime }: Extract<RunInput<Cell>, { kind: "sent" }>,
): CellRuns<Cell> {
  return {
    ...runs,
    cells: known(runs.cells, id, cell),
    open: new Map(runs.open).set(id, newRun(id, cell, startTime)),
  };
}

function restore<Cell>(
  runs: CellRuns<Cell>,
  { run, seen }: Extract<RunInput<Cell>, { kind: "restored" }>,
): CellRuns<Cell> {
  const isNews = !runs.ended.has(run.cell);
  const ended = { ...newRun(run.id, run.cell, undefined), ...run, hasStarted: true };
  return {
    ...runs,
    seen,
    cells: known(runs.cells, run.id, run.cell),
    ended: isNews ? new Map(runs.ended).set(run.cell, ended) : runs.ended,
  };
}

function known<Cell>(cells: ReadonlyMap<string, Cell>, id: string, cell: Cell): ReadonlyMap<string, Cell> {
  const next = new Map(cells).set(id, cell);
  const [oldest] = next.keys();
  if (next.size > keptRequests && oldest !== undefined) next.delete(oldest);
  return next;
}

function hear<Cell>(
  runs: CellRuns<Cell>,
  { id, event, sequence: number }: Extract<Heard, { kind: "event" }>,
): RunsStep<Cell> {
  const isOpen = runs.open.has(id);
  if (!isOpen && (!says(event) || (number ?? Infinity) <= runs.seen)) return { runs, commands: [] };
  if (event.type === "update_display_data") return updateEverywhere(runs, id, event);
  return isOpen ? take(runs, id, event) : takeLate(runs, id, event);
}

/** What an event of a run does to it. */
function take<Cell>(runs: CellRuns<Cell>, id: string, event: ExecutionEvent): RunsStep<Cell> {
  const isIdle = event.type === "status" && event.execution_state === "idle";
  // A cell that is aborted was never busy, and keeps what it has shown before.
  const started = isIdle ? { runs, commands: [] } : start(runs, id, event);
  const then = change(started.runs, id, (run) => {
    const shown = applied(run, show(run.outputs, event));
    const summary = noting(run.summary, event);
    const noted = summary === run.summary && !isIdle ? shown.run : { ...shown.run, isIdle, summary };
    const counts: RunCommand[] =
      event.type === "execute_input" ? [{ kind: "count", id, executionCount: event.execution_count }] : [];
    const end = endIfOver(noted);
    return { run: end.run, commands: [...counts, ...shown.commands, ...end.commands] };
  });
  return { runs: then.runs, commands: [...started.commands, ...then.commands] };
}

/** The first sign of life: the cell lets go of what it has shown before, and shows what came of that too late. */
function start<Cell>(runs: CellRuns<Cell>, id: string, event: ExecutionEvent): RunsStep<Cell> {
  const run = runs.open.get(id);
  if (run === undefined || run.hasStarted) return { runs, commands: [] };
  const startTime = run.summary.startTime ?? (event.type === "status" ? event.at : undefined);
  const before = runs.ended.get(run.cell)?.late ?? [];
  const shown = applyAll({ ...run, hasStarted: true, summary: { ...run.summary, startTime } }, before);
  return {
    runs: {
      ...runs,
      open: new Map(runs.open).set(id, shown.run),
      ended: without(runs.ended, run.cell),
    },
    commands: [{ kind: "start", id, startTime, clears: true }, ...shown.commands],
  };
}

/** Changes an open run, and moves it to those that are over where that ends it. */
function change<Cell>(
  runs: CellRuns<Cell>,
  id: string,
  how: (run: Run<Cell>) => RunStep<Cell>,
): RunsStep<Cell> {
  const before = runs.open.get(id);
  if (before === undefined) return { runs, commands: [] };
  const { run, commands } = how(before);
  if (run === before) return { runs, commands };
  if (!commands.some(({ kind }) => kind === "end"))
    return { runs: { ...runs, open: new Map(runs.open).set(id, run) }, commands };
  const open = without(runs.open, id);
  if (run.hasStarted)
    return { runs: { ...runs, open, ended: new Map(runs.ended).set(run.cell, run) }, commands };
  // The cell is at rest again, with what it showed before.
  const shown = runs.ended.get(run.cell);
  const late: RunCommand[] =
    shown === undefined || shown.late.length === 0 ? [] : [{ kind: "late", id: shown.id }];
  return { runs: { ...runs, open }, commands: [...commands, ...late] };
}

/** What shows or changes something. */
const says = ({ type }: ExecutionEvent): boolean => type !== "status" && type !== "execute_input";

/** An event of a run that is over: its cell shows that run still, or a newer one. */
function takeLate<Cell>(runs: CellRuns<Cell>, id: string, event: ExecutionEvent): RunsStep<Cell> {
  const cell = runs.cells.get(id);
  if (cell === undefined) return { runs, commands: [] };
  const shown = runs.ended.get(cell);
  if (shown !== undefined) return gather(runs, shown, event);
  const newer = [...runs.open.values()].find((run) => run.cell === cell && run.hasStarted);
  if (newer === undefined) return { runs, commands: [] };
  return change(runs, newer.id, (run) => applied(run, showLate(run.outputs, event)));
}

function gather<Cell>(runs: CellRuns<Cell>, run: Run<Cell>, event: ExecutionEvent): RunsStep<Cell> {
  return {
    runs: { ...runs, ended: new Map(runs.ended).set(run.cell, { ...run, late: joined(run.late, event) }) },
    commands: [{ kind: "late", id: run.id }],
  };
}

/** The display may stand in any cell, and more than once. */
function updateEverywhere<Cell>(
  runs: CellRuns<Cell>,
  by: string,
  event: Extract<ExecutionEvent, { transient: object }>,
): RunsStep<Cell> {
  const { display_id: displayId } = event.transient;
  const own = runs.open.has(by) ? take(runs, by, event) : { runs, commands: [] };
  const open = [...own.runs.open.values()].filter(
    (run) => run.id !== by && run.hasStarted && hasDisplay(run.outputs, displayId),
  );
  const inOpen = sequence(own.runs, open, (from, { id }) =>
    change(from, id, (run) => applied(run, show(run.outputs, event))),
  );
  const ended = [...runs.ended.values()].filter(
    ({ cell, outputs, late }) =>
      own.runs.ended.has(cell) &&
      (hasDisplay(outputs, displayId) || late.some((each) => isDisplay(each, displayId))),
  );
  const inEnded = sequence(inOpen.runs, ended, (from, run) => gather(from, run, event));
  return { runs: inEnded.runs, commands: [...own.commands, ...inOpen.commands, ...inEnded.commands] };
}

const isDisplay = (event: ExecutionEvent, id: string | undefined): boolean =>
  id !== undefined && event.type === "display_data" && event.transient.display_id === id;

/** Shows what has come of a run since its end. A failure among it marks the cell as failed. */
function showGathered<Cell>(runs: CellRuns<Cell>, id: string, cleared: boolean): RunsStep<Cell> {
  const cell = runs.cells.get(id);
  const run = cell === undefined ? undefined : runs.ended.get(cell);
  if (run?.id !== id || run.late.length === 0) return { runs, commands: [] };
  const from = cleared ? { ...run, outputs: { ...noOutputs, nextKey: run.outputs.nextKey } } : run;
  const shown = applyAll({ ...from, late: [] }, run.late);
  const failed = run.late.some(({ type }) => type === "error");
  const summary = failed ? { ...run.summary, success: false } : run.summary;
  return {
    runs: { ...runs, ended: new Map(runs.ended).set(run.cell, { ...shown.run, summary }) },
    commands: [
      { kind: "reopen", id, summary, cleared },
      ...shown.commands,
      { kind: "end", id, hasStarted: true, summary },
    ],
  };
}

/** One step after the other. */
function sequence<Cell, Each>(
  runs: CellRuns<Cell>,
  each: readonly Each[],
  next: (runs: CellRuns<Cell>, one: Each) => RunsStep<Cell>,
): RunsStep<Cell> {
  const commands: RunCommand[] = [];
  let now = runs;
  for (const one of each) {
    const then = next(now, one);
    now = then.runs;
    commands.push(...then.commands);
  }
  return { runs: now, commands };
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}
