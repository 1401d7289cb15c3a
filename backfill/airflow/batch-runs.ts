/** Which runs of Airflow are those of a batch, and whether all have ended. Pure. */
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { markKey, type BackfillSeen, type RunSeen, type TaskSeen } from "./airflow-api.ts";
import type { KeptBatch } from "./kept-batches.ts";
import { hasEnded } from "./run-sights.ts";

/** All runs of a batch that Airflow has. */
export interface Seen {
  /** By the place of their range. */
  readonly backfills: ReadonlyMap<number, BackfillSeen>;
  readonly runs: ReadonlyMap<string, RunSeen>;
  readonly tasks: ReadonlyMap<string, TaskSeen>;
}

/** Made once, whatever is asked again. */
export const runId = ({ mark, pieces }: KeptBatch, unit: string): string =>
  `${mark}-${pieces.others.indexOf(unit)}`;

/** Those of the batch. */
export function byUnit(kept: KeptBatch, runs: Seen["runs"]): ReadonlyMap<string, RunSeen> {
  const { mark, clock, pieces } = kept;
  const found = new Map<string, RunSeen>();
  for (const run of runs.values()) {
    const { dag_run_id: id, conf, partition_key: key, logical_date: date } = run;
    if (id.startsWith(`${mark}-`)) found.set(pieces.others[Number(id.slice(mark.length + 1))] ?? "", run);
    else if (conf?.[markKey]?.startsWith(`${mark}-`) === true) {
      const { unit, timezone } = clock.schedule;
      found.set(key ?? (date === null ? "" : unitDueAt(unit, timezone, new Date(date))), run);
    }
  }
  return found;
}

/** Whether nothing of it runs any more, and nothing will. */
export function isOver(kept: KeptBatch, { backfills, runs }: Seen): boolean {
  const { pieces, stopping } = kept;
  const own = byUnit(kept, runs);
  const isEnded = (unit: string): boolean => hasEnded(own.get(unit) ?? { state: "" });
  const isClosed = ([at, { completed_at: completed }]: readonly [number, BackfillSeen]): boolean =>
    completed !== null || (pieces.ranges[at]?.units.every(isEnded) ?? true);
  const isQuiet = [...backfills].every(isClosed) && [...own.values()].every(hasEnded);
  if (stopping !== undefined) return isQuiet;
  return isQuiet && backfills.size === pieces.ranges.length && pieces.others.every(isEnded);
}
