/** Begins a backfill: holds its journal, plans what is to be run, and gives what carries it out. */
import { BatchBackfill } from "../../backfill/batch/carry-out-batch.ts";
import { Backfill, type Clock, type Counts, type RunningBackfill } from "../../backfill/carry-out.ts";
import type { UnitEntry } from "../../backfill/journal/entry.ts";
import type { Holder, OpenJournal } from "../../backfill/journal/journal-store.ts";
import type { JournalState } from "../../backfill/journal/read-journal.ts";
import type { AskedSettings } from "../../backfill/queue.ts";
import type { Run } from "../../backfill/run-engine.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { selectUnits, type Selection } from "../../backfill/select-units.ts";
import { textOf } from "../failures/describe-failure.ts";
import type { BackfillEngine } from "./backfill-engine.ts";
import { splitResult } from "./unit-result.ts";
import { keepLog, type JournalPlace } from "./journal-place.ts";

export interface BackfillOrder {
  readonly units: readonly string[];
  readonly version: Version;
  readonly only: Selection;
  readonly settings: AskedSettings;
  readonly place: JournalPlace;
  readonly on: BackfillEngine;
}

/** Who shows how it goes. */
export interface BackfillWatcher {
  /** What is not as one would think, in a sentence. */
  readonly onNote: (sentence: string) => void;
  /** So many of the units are to be run, after what is known of them. */
  readonly onPlan: (count: number, known: ReadonlyMap<string, UnitEntry>) => void;
  readonly onChange: (entry: UnitEntry, counts: Counts) => void;
  /** Somebody asks for the end of all of it: `pipenb backfill --cancel`. */
  readonly onStop: () => void;
  /** All that an attempt has written, and its result as one line of JSON where it has told one. */
  readonly onLog: (run: Run, log: string, result: string | undefined) => void;
}

export type BegunBackfill =
  | {
      readonly kind: "begun";
      readonly backfill: RunningBackfill;
      /** Gives the journal back. */
      readonly close: () => Promise<void>;
    }
  /** This process runs one of it already. */
  | ({ readonly kind: "taken" } & Holder)
  /** Units of it still run on another engine, that of another machine, or with another runtime, as far as the journal knows. */
  | ({ readonly kind: "elsewhere"; readonly units: readonly string[] } & EnginePlace);

interface EnginePlace {
  readonly on: string;
  /** undefined where the name tells it from the one that was asked for. */
  readonly machine?: string | undefined;
  /** What has started its containers, where that tells it from the one that was asked for. */
  readonly runtime?: string | undefined;
}

/** Errors of the disk are the system's. */
export async function beginBackfill(order: BackfillOrder, watcher: BackfillWatcher): Promise<BegunBackfill> {
  const { place, on, units, version } = order;
  const held = await place.journal.hold(watcher.onStop);
  if (held.kind === "taken") return held;
  const { journal } = held;
  let { state } = journal;
  const close = (): Promise<void> => journal.close();
  try {
    const at = new Date().toISOString();
    const running = [...state.units.values()].filter((each) => each.state === "running");
    const elsewhere = running.length === 0 ? undefined : otherEngine(order, state);
    if (elsewhere !== undefined && order.only !== "lost") {
      await close();
      return { kind: "elsewhere", ...elsewhere, units: running.map(({ unit }) => unit) };
    }
    if (elsewhere !== undefined) {
      // Whoever asks for what is lost says so of what nobody can see from here.
      const lost = running.map((each): UnitEntry => ({ ...each, at, state: "lost" }));
      for (const entry of lost) await journal.append(entry);
      state = {
        ...state,
        units: new Map([...state.units, ...lost.map((each) => [each.unit, each] as const)]),
      };
    }
    await journal.append({
      at,
      begin: units,
      version: versionId(version),
      image: version.image,
      parameters: version.parameters,
      on: on.name,
      ...(on.machine === undefined ? {} : { machine: on.machine }),
      ...(on.runtime === undefined || on.runtime === "docker" ? {} : { runtime: on.runtime }),
    });
    return { kind: "begun", backfill: await carryOut(order, { journal, state }, watcher), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The engine of the last backfill, where it is another one. A journal beside the notebook does not leave its machine. */
function otherEngine({ on, place }: BackfillOrder, { begin }: JournalState): EnginePlace | undefined {
  const before = begin?.on ?? "docker";
  if (before !== on.name) return { on: before };
  // A batch is found again by its name, whatever it runs with.
  const runtime = begin?.runtime ?? "docker";
  if (on.kind === "runs" && runtime !== (on.runtime ?? "docker")) return { on: before, runtime };
  const machines = [begin?.machine, on.machine];
  const isOther = place.journal.isShared && !machines.includes(undefined) && begin?.machine !== on.machine;
  return isOther ? { on: before, machine: begin?.machine } : undefined;
}

/** An engine that is away would hold whoever waits for ever; a slow one takes its time over the ten seconds that a run may take. */
const leaveMilliseconds = 60_000;

/** Stops what runs, and leaves it where it is when that takes too long. */
export function stopAtOnce(backfill: RunningBackfill): void {
  backfill.stop(true);
  setTimeout(() => {
    backfill.leave();
  }, leaveMilliseconds).unref();
}

const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

async function carryOut(
  { units, version, only, on, place, settings }: BackfillOrder,
  { journal, state }: { readonly journal: OpenJournal; readonly state: JournalState },
  { onNote, onPlan, onChange, onLog }: BackfillWatcher,
): Promise<RunningBackfill> {
  const parts = {
    settings: { ...settings, version: versionId(version) },
    journal,
    clock,
    onChange,
    async keepLog(run: Run, text: string) {
      const kept = splitResult(text);
      onLog(run, kept.log, kept.result);
      await keepLog(place, run, kept);
    },
  };
  if (on.kind === "batches")
    return new BatchBackfill({
      ...parts,
      engine: on.engine,
      known: state.units,
      plan(known) {
        const jobs = selectUnits(units, {
          journal: { ...state, units: known },
          version,
          only,
          findsLost: false,
        });
        onPlan(jobs.length, known);
        return jobs;
      },
      onTrouble: onNote,
      describe: textOf,
    });
  for (const left of await on.engine.sweep((unit) => state.units.get(unit)))
    onNote(`${left} still runs otherwise, of an older backfill.`);
  const jobs = selectUnits(units, { journal: state, version, only, findsLost: true });
  onPlan(jobs.length, state.units);
  return new Backfill({ ...parts, engine: on.engine, jobs });
}
