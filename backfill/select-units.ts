/** Which units a backfill runs, and which it leaves as they are. Pure. */
import type { UnitEntry } from "./journal/entry.ts";
import { stateOf, type JournalState } from "./journal/read-journal.ts";
import { runKey, versionId, type Version } from "./run-key.ts";

/** `--only` */
export type Selection = "missing" | "failed" | "lost" | "stale" | "all";

/** A unit that is to be run. */
export interface Job {
  readonly unit: string;
  readonly key: string;
  /** Of its next run, or of the one that may be running still. */
  readonly attempt: number;
  /** The journal says that it runs: it is looked for before it is started. */
  readonly begun: boolean;
  /** Is started anew where it still is lost. */
  readonly givesUpLost?: boolean;
}

/** Those that may be running come first, the others in the order they were asked for. */
export function selectUnits(
  units: readonly string[],
  {
    journal,
    version,
    only,
    findsLost,
  }: {
    readonly journal: JournalState;
    readonly version: Version;
    readonly only: Selection;
    /** The engine is asked what became of runs that were lost, instead of starting them anew. */
    readonly findsLost: boolean;
  },
): readonly Job[] {
  const id = versionId(version);
  const jobs = units.flatMap((unit): readonly Job[] => {
    const entry = journal.units.get(unit);
    const begun = isBegun(entry, id, findsLost && (only === "missing" || only === "lost"));
    if (!begun && !isSelected(entry, id, only)) return [];
    const attempt = (entry?.attempt ?? 0) + (begun ? 0 : 1);
    const givesUpLost = begun && only === "lost";
    return [{ unit, key: runKey(version, unit), attempt, begun, ...(givesUpLost ? { givesUpLost } : {}) }];
  });
  return [...jobs.filter(({ begun }) => begun), ...jobs.filter(({ begun }) => !begun)];
}

const isBegun = (entry: UnitEntry | undefined, id: string, findsLost: boolean): boolean =>
  (entry?.state === "running" || (findsLost && entry?.state === "lost")) && entry.version === id;

function isSelected(entry: UnitEntry | undefined, id: string, only: Selection): boolean {
  const state = stateOf(entry, id);
  switch (only) {
    case "all":
      return true;
    case "failed":
    case "lost":
      return state === only;
    case "stale":
      return state === "stale";
    case "missing":
      // What has failed in another image has not been tried in this one.
      return state === "failed" ? entry?.version !== id : state !== "done" && state !== "stale";
  }
}
