/** Begins a backfill: holds its journal, plans what is to be run, and gives what carries it out. */
import { BatchBackfill } from "../../backfill/batch/carry-out-batch.ts";
import { Backfill, type Clock, type Counts, type RunningBackfill } from "../../backfill/carry-out.ts";
import type { UnitEntry } from "../../backfill/journal/entry.ts";
import { openJournal, type OpenJournal } from "../../backfill/journal/journal-file.ts";
import { lockJournal } from "../../backfill/journal/lock.ts";
import type { AskedSettings } from "../../backfill/queue.ts";
import type { Run } from "../../backfill/run-engine.ts";
import { versionId, type Version } from "../../backfill/run-key.ts";
import { selectUnits, type Selection } from "../../backfill/select-units.ts";
import { textOf } from "../failures/describe-failure.ts";
import type { BackfillEngine } from "./backfill-engine.ts";
import { keepLog, makePlace, type JournalPlace } from "./journal-place.ts";

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
  /** So many of the units are to be run. */
  readonly onPlan: (count: number) => void;
  readonly onChange: (entry: UnitEntry, counts: Counts) => void;
  /** Somebody asks for the end of all of it: `pipenb backfill --cancel`. */
  readonly onStop: () => void;
  /** All that an attempt has written. */
  readonly onLog: (run: Run, text: string) => void;
}

export type BegunBackfill =
  | {
      readonly kind: "begun";
      readonly backfill: RunningBackfill;
      /** Gives the journal back. */
      readonly close: () => Promise<void>;
    }
  /** This process runs one of it already. */
  | { readonly kind: "taken"; readonly pid: number }
  /** Units of it still run on another engine, as far as the journal knows. */
  | { readonly kind: "elsewhere"; readonly on: string; readonly units: readonly string[] };

/** Errors of the disk are the system's. */
export async function beginBackfill(order: BackfillOrder, watcher: BackfillWatcher): Promise<BegunBackfill> {
  const { place, on, units, version } = order;
  await makePlace(place);
  const locked = await lockJournal(place.journal, watcher.onStop);
  if (locked.kind === "taken") return locked;
  let journal: OpenJournal | undefined;
  const close = async (): Promise<void> => {
    await journal?.close();
    locked.lock.release();
  };
  try {
    journal = await openJournal(place.journal);
    const { state } = journal;
    const before = state.begin?.on ?? "docker";
    const running = [...state.units.values()].filter((each) => each.state === "running");
    if (running.length > 0 && before !== on.name) {
      await close();
      return { kind: "elsewhere", on: before, units: running.map(({ unit }) => unit) };
    }
    await journal.append({
      at: new Date().toISOString(),
      begin: units,
      version: versionId(version),
      image: version.image,
      parameters: version.parameters,
      on: on.name,
    });
    return { kind: "begun", backfill: await carryOut(order, journal, watcher), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An engine that is away would hold whoever waits for ever. */
const leaveMilliseconds = 30_000;

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
  journal: OpenJournal,
  { onNote, onPlan, onChange, onLog }: BackfillWatcher,
): Promise<RunningBackfill> {
  const parts = {
    settings: { ...settings, version: versionId(version) },
    journal,
    clock,
    onChange,
    async keepLog(run: Run, text: string) {
      onLog(run, text);
      await keepLog(place, run.unit, run.attempt, text);
    },
  };
  if (on.kind === "batches")
    return new BatchBackfill({
      ...parts,
      engine: on.engine,
      known: journal.state.units,
      plan(known) {
        const jobs = selectUnits(units, {
          journal: { ...journal.state, units: known },
          version,
          only,
          findsLost: false,
        });
        onPlan(jobs.length);
        return jobs;
      },
      onTrouble: onNote,
      describe: textOf,
    });
  for (const left of await on.engine.sweep((unit) => journal.state.units.get(unit)))
    onNote(`${left} still runs otherwise, of an older backfill.`);
  const jobs = selectUnits(units, { journal: journal.state, version, only, findsLost: true });
  onPlan(jobs.length);
  return new Backfill({ ...parts, engine: on.engine, jobs });
}
