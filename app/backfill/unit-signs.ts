/** States of units as signs and as counts. Pure. */
import type { UnitState } from "../../backfill/journal/read-journal.ts";

export const unitSigns: Readonly<Record<UnitState, string>> = {
  missing: "·",
  running: "▸",
  retrying: "↻",
  done: "✓",
  failed: "✗",
  stopped: "■",
  lost: "?",
  stale: "~",
};

/** How many units are in each state, the most worrying last: `28 done, 1 missing, 2 failed`. */
export function countStates(states: Iterable<UnitState>): string {
  const counts = new Map<UnitState, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const order: readonly UnitState[] = [
    "done",
    "running",
    "retrying",
    "missing",
    "stale",
    "stopped",
    "lost",
    "failed",
  ];
  return order
    .flatMap((state) => (counts.has(state) ? [`${counts.get(state) ?? 0} ${state}`] : []))
    .join(", ");
}
