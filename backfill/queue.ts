/**
 * A backfill as a value: which units wait, run and rest. An event and a state give the next state and what is to be done; nothing
 * here does it, and the clock and the dice are passed in.
 */
import { exitCodes, isStopCode, isStoppedHard } from "../notebook/program/exit-codes.ts";
import type { UnitEntry, WrittenState } from "./journal/entry.ts";
import type { Run, RunEnd } from "./run-engine.ts";
import type { Job } from "./select-units.ts";

export interface Settings {
  readonly version: string;
  /** How many run at once. */
  readonly parallel: number;
  /** How often a unit is tried again. */
  readonly retries: number;
  /** No unit is started once so many have failed. */
  readonly stopAfter: number | undefined;
}

/** What somebody may ask for; the version follows from the image and the parameters. */
export type AskedSettings = Omit<Settings, "version">;

/** A unit on its way. */
interface Trial extends Run {
  /** How often it has failed for now. */
  readonly failures: number;
  /** Is started anew where it still is lost. */
  readonly givesUpLost: boolean;
}

export interface BackfillState {
  readonly settings: Settings;
  readonly jobs: readonly Job[];
  /** Place in `jobs` of the next that was not started yet. */
  readonly next: number;
  readonly running: ReadonlyMap<string, Trial>;
  /** Those whose node is gone: they take no place, and what they come to counts all the same. */
  readonly lost: ReadonlyMap<string, Trial>;
  /** Those that are tried again, by unit; due ones wait for a free place only. */
  readonly resting: ReadonlyMap<string, Trial & { readonly due: boolean }>;
  readonly done: number;
  /** Ended otherwise, for good. */
  readonly failed: number;
  /** Why nothing is started any more. */
  readonly stopping: undefined | "asked" | "at-once" | "failures" | "refused";
}

/** `now` in milliseconds since the epoch; `random` from 0 up to 1. */
export type BackfillEvent =
  | { readonly type: "begin"; readonly now: number }
  | {
      readonly type: "ended";
      readonly unit: string;
      readonly end: RunEnd;
      readonly now: number;
      readonly random: number;
    }
  /** Its node is gone, and may still run it. */
  | { readonly type: "lost"; readonly unit: string; readonly now: number }
  /** It has rested enough. */
  | { readonly type: "due"; readonly unit: string; readonly now: number }
  /** The engine does not take it, or the journal does not: what is wrong is wrong for all. */
  | { readonly type: "refused"; readonly unit: string }
  /** Somebody asks for the end; `atOnce` does not wait for those that run. */
  | { readonly type: "stop"; readonly atOnce: boolean };

/** What is to be done, in this order. */
export type BackfillCommand =
  /** Is on the disk before anything after it is done. */
  | { readonly do: "write"; readonly entry: UnitEntry }
  | { readonly do: "run"; readonly run: Run; readonly givesUpLost: boolean }
  | { readonly do: "forget"; readonly run: Run }
  | { readonly do: "rest"; readonly unit: string; readonly milliseconds: number }
  | { readonly do: "stop"; readonly run: Run }
  | { readonly do: "end" };

export interface BackfillStep {
  readonly state: BackfillState;
  readonly commands: readonly BackfillCommand[];
}

const firstRestMilliseconds = 2_000;
const longestRestMilliseconds = 300_000;

/** Nothing has been started. */
export function newBackfill(jobs: readonly Job[], settings: Settings): BackfillState {
  return {
    settings,
    jobs,
    next: 0,
    running: new Map(),
    lost: new Map(),
    resting: new Map(),
    done: 0,
    failed: 0,
    stopping: undefined,
  };
}

/** Takes an event. One about a run that has ended already changes nothing. */
export function step(state: BackfillState, event: BackfillEvent): BackfillStep {
  switch (event.type) {
    case "begin":
      return fill(state, event.now, []);
    case "ended": {
      const trial = state.running.get(event.unit) ?? state.lost.get(event.unit);
      return trial === undefined ? { state, commands: [] } : end(state, trial, event);
    }
    case "lost": {
      const trial = state.running.get(event.unit);
      if (trial === undefined) return { state, commands: [] };
      const lost = new Map(state.lost).set(event.unit, trial);
      const entry = entryOf(trial, "lost", event.now, state.settings.version);
      return fill({ ...state, running: without(state.running, event.unit), lost }, event.now, [
        { do: "write", entry },
      ]);
    }
    case "due": {
      const trial = state.resting.get(event.unit);
      if (trial === undefined) return { state, commands: [] };
      const resting = new Map(state.resting).set(event.unit, { ...trial, due: true });
      return fill({ ...state, resting }, event.now, []);
    }
    case "refused":
      if (!state.running.has(event.unit) && !state.lost.has(event.unit)) return { state, commands: [] };
      // The journal says that it runs: it is looked for the next time.
      return fill({ ...withoutRun(state, event.unit), stopping: state.stopping ?? "refused" }, 0, []);
    case "stop": {
      const stopped: BackfillState = {
        ...state,
        stopping: event.atOnce ? "at-once" : (state.stopping ?? "asked"),
      };
      const stops = [...state.running.values()].map((run) => ({ do: "stop", run }) as const);
      return fill(stopped, 0, event.atOnce && state.stopping !== "at-once" ? stops : []);
    }
  }
}

/** How a run's end counts. */
type Verdict = { readonly kind: "over" | "again" | "again-uncounted"; readonly state: WrittenState };

function judge(ended: RunEnd, atOnce: boolean): Verdict {
  if (ended.kind === "gone") return { kind: "again", state: "lost" };
  if (ended.kind === "given-up") return { kind: "again-uncounted", state: "lost" };
  const { code, interrupted } = ended;
  if (code === exitCodes.ok) return { kind: "over", state: "done" };
  // Stopped from outside: by us, by somebody, or by an engine that went down.
  const isEngines = interrupted && code > 128;
  const isStop = isStopCode(code) || isEngines || ((atOnce || interrupted) && isStoppedHard(code));
  if (isStop && atOnce) return { kind: "over", state: "stopped" };
  if (isStop) return { kind: interrupted ? "again-uncounted" : "again", state: "stopped" };
  if (code === exitCodes.transient) return { kind: "again", state: "failed" };
  return { kind: "over", state: "failed" };
}

function end(
  state: BackfillState,
  trial: Trial,
  { end: ended, now, random }: Extract<BackfillEvent, { readonly type: "ended" }>,
): BackfillStep {
  const { settings, stopping } = state;
  const code = ended.kind === "exit" ? ended.code : undefined;
  const verdict = judge(ended, stopping === "at-once");
  const failures = trial.failures + (verdict.kind === "again" ? 1 : 0);
  const rest = withoutRun(state, trial.unit);
  const write = (written: WrittenState): BackfillCommand => ({
    do: "write",
    entry: { ...entryOf(trial, written, now, settings.version), ...(code === undefined ? {} : { code }) },
  });
  const forget = { do: "forget", run: trial } as const;
  if (verdict.kind === "over" || failures > settings.retries) {
    const isDone = verdict.state === "done";
    const counted = {
      ...rest,
      done: state.done + (isDone ? 1 : 0),
      failed: state.failed + (isDone ? 0 : 1),
    };
    const tooMany = settings.stopAfter !== undefined && counted.failed >= settings.stopAfter;
    return fill({ ...counted, stopping: stopping ?? (tooMany ? "failures" : undefined) }, now, [
      write(verdict.state),
      forget,
    ]);
  }
  const again = { ...trial, attempt: trial.attempt + 1, failures, due: false, givesUpLost: false };
  const longest = Math.min(longestRestMilliseconds, firstRestMilliseconds * 2 ** Math.max(0, failures - 1));
  // Half of it by chance: what has failed at once for all is not to be asked by all at once again.
  const milliseconds = Math.round(longest * (0.5 + random / 2));
  return fill({ ...rest, resting: new Map(state.resting).set(trial.unit, again) }, now, [
    write("retrying"),
    forget,
    { do: "rest", unit: trial.unit, milliseconds },
  ]);
}

/** Starts what there is room for, due ones first; ends where nothing runs and nothing is to be started. */
function fill(from: BackfillState, now: number, before: readonly BackfillCommand[]): BackfillStep {
  let state = from;
  const commands = [...before];
  const begin = (trial: Trial, begun: boolean): void => {
    if (!begun) commands.push({ do: "write", entry: entryOf(trial, "running", now, state.settings.version) });
    commands.push({ do: "run", run: runOf(trial), givesUpLost: trial.givesUpLost });
    state = { ...state, running: new Map(state.running).set(trial.unit, trial) };
  };
  while (state.stopping === undefined && state.running.size < state.settings.parallel) {
    const rested = [...state.resting.values()].find(({ due }) => due);
    const job = state.jobs[state.next];
    if (rested !== undefined) {
      state = { ...state, resting: without(state.resting, rested.unit) };
      begin(rested, false);
    } else if (job !== undefined) {
      state = { ...state, next: state.next + 1 };
      const { begun, givesUpLost = false, ...run } = job;
      begin({ ...run, failures: 0, givesUpLost }, begun);
    } else break;
  }
  const isOver =
    state.running.size === 0 &&
    (state.stopping !== undefined || (state.next >= state.jobs.length && state.resting.size === 0));
  return isOver
    ? { state: { ...state, lost: new Map() }, commands: [...commands, { do: "end" }] }
    : { state, commands };
}

const withoutRun = (state: BackfillState, unit: string): BackfillState => ({
  ...state,
  running: without(state.running, unit),
  lost: without(state.lost, unit),
});

const runOf = ({ unit, key, attempt }: Run): Run => ({ unit, key, attempt });

const entryOf = ({ unit, attempt }: Run, written: WrittenState, now: number, version: string): UnitEntry => ({
  at: new Date(now).toISOString(),
  unit,
  state: written,
  attempt,
  version,
});

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
