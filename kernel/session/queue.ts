/**
 * The queue of cells as a value: cells run one after the other as they were asked for, each is answered once, and an error
 * aborts those that wait. An event and a state give the next state and what is to be done; nothing here does it.
 */
import { habitRemedy } from "../../notebook/foreign/habit-remedy.ts";
import type { RunningCell } from "../../protocol/cells.ts";
import type { Said, SaidType } from "../../protocol/content.ts";
import type { MessageHeader } from "../../protocol/message.ts";
import type { Expressions } from "../wire/packet-table.ts";
import { errorContent } from "../trace/trace.ts";
import type { ErrorText } from "../trace/trace.ts";
import { interruptedBefore, replyOf } from "./execution.ts";
import type { Ending, ExecutionRequest, KernelExecution, MimeData } from "./execution.ts";
import type { OwnMetadata } from "./outbox.ts";

/** The running cell. */
interface RunningExecution {
  readonly execution: KernelExecution;
  /** The number that people see beside the cell. */
  readonly count: number;
  /** "prepared" until the runtime has it. */
  readonly phase: "prepared" | "running";
  /** What it has thrown; it is over when the runtime says so. */
  readonly failure: ErrorText | undefined;
}

export interface QueueState {
  readonly running: RunningExecution | undefined;
  readonly waiting: readonly KernelExecution[];
  readonly executionCount: number;
  /** Id of the execution that was asked for last. */
  readonly lastId: number;
  /** Number of the last message about the last cell that failed. */
  readonly failedAt: number;
  /** How every cell ends from now on: the program that they were has ended. */
  readonly over: Ending | undefined;
}

/** What happens to the queue. `Prepared` is what a cell is run as. */
export type QueueEvent<Prepared> =
  | { readonly type: "execute"; readonly request: ExecutionRequest; readonly since: number }
  /** The cell is compiled, and there is a runtime. */
  | { readonly type: "prepared"; readonly id: number; readonly prepared: Prepared }
  /** It does not compile, or there is no runtime. */
  | { readonly type: "refused"; readonly id: number; readonly error: ErrorText }
  /** The cell threw. */
  | { readonly type: "failed"; readonly error: ErrorText }
  /** The runtime is done with it. */
  | { readonly type: "finished"; readonly id: number; readonly expressions: Expressions }
  /** It asked for nothing that runs, but for these pages. */
  | { readonly type: "answered"; readonly id: number; readonly pages: readonly MimeData[] }
  | { readonly type: "interrupt" }
  /** It goes on although it was interrupted some time ago. */
  | { readonly type: "unheeded"; readonly id: number }
  /** The runtime is gone, or is told to go; the next cell finds another one. */
  | { readonly type: "lost"; readonly ending: Ending }
  /** The program that the cells were has ended. */
  | { readonly type: "program-ended"; readonly ending: Ending }
  /** The cells are no program any more. */
  | { readonly type: "restarted" }
  /** Number of the last message about a cell that failed. */
  | { readonly type: "failure-told"; readonly at: number };

/** Something is said of the cell. */
interface Publish<Type extends SaidType> {
  readonly do: "publish";
  readonly type: Type;
  readonly parent: MessageHeader;
  readonly content: Said<Type>;
  readonly own?: OwnMetadata;
}

/** What is to be done, in this order. */
export type QueueCommand<Prepared> =
  /** Cells run from now on; the kernel must not end. */
  | { readonly do: "hold" }
  /** None runs any more. */
  | { readonly do: "release" }
  /** What the execution writes is shown under its request. */
  | { readonly do: "begin"; readonly execution: KernelExecution }
  | Publish<"status">
  | Publish<"execute_input">
  | Publish<"error">
  | Publish<"execute_reply">
  /** It belongs to the session's history. */
  | { readonly do: "remember"; readonly count: number; readonly code: string }
  | { readonly do: "prepare"; readonly execution: KernelExecution; readonly count: number }
  /** Hands it to the runtime. */
  | { readonly do: "run"; readonly id: number; readonly prepared: Prepared }
  /** Has the runtime end what it runs, and looks after a while whether it did. */
  | { readonly do: "interrupt"; readonly id: number }
  /** Tells the person that the cell does not react. */
  | { readonly do: "warn"; readonly id: number }
  /** Has the number of the last message told to the queue. */
  | { readonly do: "tell-failure" };

/** The next state, and what follows. */
export interface QueueStep<Prepared> {
  readonly state: QueueState;
  readonly commands: readonly QueueCommand<Prepared>[];
}

/** No cell has come yet. */
export const emptyQueue: QueueState = {
  running: undefined,
  waiting: [],
  executionCount: 0,
  lastId: 0,
  failedAt: 0,
  over: undefined,
};

/** What runs and waits, in the order of their turns; what is silent is nobody's cell. */
export function cellsOf({ running, waiting }: QueueState): readonly RunningCell[] {
  const executions = running === undefined ? waiting : [running.execution, ...waiting];
  return executions.flatMap(({ parent, since, code, silent }) =>
    silent ? [] : [{ id: parent.msg_id, since, code }],
  );
}

/** Takes an event. One about a cell that has been answered already changes nothing. */
export function step<Prepared>(state: QueueState, event: QueueEvent<Prepared>): QueueStep<Prepared> {
  const { running } = state;
  const nothing = { state, commands: [] };
  switch (event.type) {
    case "execute":
      return add(state, event.request, event.since);
    case "prepared":
      if (running?.execution.id !== event.id || running.phase !== "prepared") return nothing;
      return {
        state: { ...state, running: { ...running, phase: "running" } },
        commands: [{ do: "run", id: event.id, prepared: event.prepared }],
      };
    case "refused":
      return running?.execution.id === event.id
        ? end(state, running, { kind: "error", error: event.error })
        : nothing;
    case "failed":
      return running === undefined
        ? nothing
        : { state: { ...state, running: { ...running, failure: event.error } }, commands: [] };
    case "finished":
      return running?.execution.id === event.id
        ? end(state, running, told(running) ?? { kind: "ok", expressions: event.expressions, pages: [] })
        : nothing;
    case "answered":
      return running?.execution.id === event.id
        ? end(state, running, { kind: "ok", expressions: {}, pages: event.pages })
        : nothing;
    case "interrupt":
      if (running === undefined) return nothing;
      // Still being compiled, or waiting for the runtime to start.
      if (running.phase === "prepared") return end(state, running, interruptedBefore);
      return { state, commands: [{ do: "interrupt", id: running.execution.id }] };
    case "unheeded":
      return running?.execution.id === event.id
        ? { state, commands: [{ do: "warn", id: event.id }] }
        : nothing;
    case "lost": {
      // A new runtime counts from one.
      const anew = { ...state, executionCount: 0 };
      return running === undefined ? { state: anew, commands: [] } : end(anew, running, event.ending);
    }
    case "program-ended": {
      const over = { ...state, over: event.ending };
      // A failure that it has told before says more than its end.
      return running === undefined
        ? { state: over, commands: [] }
        : end(over, running, told(running) ?? event.ending);
    }
    case "restarted":
      return { state: { ...state, over: undefined }, commands: [] };
    case "failure-told":
      return { state: { ...state, failedAt: event.at }, commands: [] };
  }
}

const told = ({ failure }: RunningExecution): Ending | undefined =>
  failure === undefined ? undefined : { kind: "error", error: failure };

/**
 * A client sends all its cells at once, and one that fails at once must stop also those whose requests are still on their
 * way: the client had not heard of the failure when it sent them.
 */
const isBehindFailure = (seen: number | undefined, { failedAt }: QueueState): boolean =>
  seen !== undefined && seen < failedAt;

function add<Prepared>(state: QueueState, request: ExecutionRequest, since: number): QueueStep<Prepared> {
  if (isBehindFailure(request.seen, state)) return { state, commands: abort(request.parent, state) };
  const id = state.lastId + 1;
  const queued = { ...state, lastId: id, waiting: [...state.waiting, { ...request, id, since }] };
  if (state.running !== undefined) return { state: queued, commands: [] };
  return after([{ do: "hold" }], next(queued));
}

/** Begins the first cell that waits; where there is none, the kernel has nothing to do. */
function next<Prepared>(state: QueueState): QueueStep<Prepared> {
  const [execution, ...waiting] = state.waiting;
  if (execution === undefined) return { state, commands: [{ do: "release" }] };
  const { parent, silent, storeHistory, code } = execution;
  const isRemembered = !silent && storeHistory;
  const count = state.executionCount + (isRemembered ? 1 : 0);
  const running: RunningExecution = { execution, count, phase: "prepared", failure: undefined };
  const begun = { ...state, waiting, running, executionCount: count };
  const commands: QueueCommand<Prepared>[] = [
    { do: "begin", execution },
    { do: "publish", type: "status", parent, content: { execution_state: "busy" } },
  ];
  if (!silent)
    commands.push({
      do: "publish",
      type: "execute_input",
      parent,
      content: { code, execution_count: count },
    });
  if (isRemembered) commands.push({ do: "remember", count, code });
  if (state.over !== undefined) return after(commands, end(begun, running, state.over));
  return { state: begun, commands: [...commands, { do: "prepare", execution, count }] };
}

/** The error of a cell that was written by habit of another kernel says what to write here. */
function withRemedy(error: ErrorText, code: string): ErrorText {
  const remedy = habitRemedy(code, error);
  return remedy === undefined ? error : { ...error, traceback: [...error.traceback, remedy] };
}

/** Answers the running cell and goes on to the next. */
function end<Prepared>(
  state: QueueState,
  { execution, count }: RunningExecution,
  how: Ending,
): QueueStep<Prepared> {
  const { parent, silent, stopOnError, code } = execution;
  const ending = how.kind === "error" ? { ...how, error: withRemedy(how.error, code) } : how;
  const commands: QueueCommand<Prepared>[] = [
    { do: "publish", type: "execute_reply", parent, content: replyOf(ending, count) },
    idle(parent),
  ];
  if (ending.kind === "error" && !silent)
    commands.unshift({
      do: "publish",
      type: "error",
      parent,
      content: errorContent(ending.error),
      own: { exit_code: ending.error.exitCode },
    });
  const ended = { ...state, running: undefined };
  if (ending.kind !== "error" || !stopOnError) return after(commands, next(ended));
  const aborted = state.waiting.flatMap((each) => abort<Prepared>(each.parent, state));
  return after([...commands, { do: "tell-failure" }, ...aborted], next({ ...ended, waiting: [] }));
}

/** It never was busy with that one: clients show a cell as running from then on, and clear what it has shown. */
function abort<Prepared>(parent: MessageHeader, { executionCount }: QueueState): QueueCommand<Prepared>[] {
  const content = { status: "aborted", execution_count: executionCount } as const;
  return [{ do: "publish", type: "execute_reply", parent, content }, idle(parent)];
}

const idle = <Prepared>(parent: MessageHeader): QueueCommand<Prepared> => ({
  do: "publish",
  type: "status",
  parent,
  content: { execution_state: "idle" },
});

const after = <Prepared>(
  commands: readonly QueueCommand<Prepared>[],
  { state, commands: more }: QueueStep<Prepared>,
): QueueStep<Prepared> => ({ state, commands: [...commands, ...more] });
