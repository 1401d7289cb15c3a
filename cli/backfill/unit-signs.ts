/** States of units as signs, and many of them as a calendar. Pure. */
import type { UnitState } from "../../backfill/journal/read-journal.ts";
import { calendarKindOf } from "../../notebook/units/calendar.ts";

export const unitSigns: Readonly<Record<UnitState, string>> = {
  missing: "·",
  running: "▶",
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

/** A row for each month of days, day of hours or year of months; "" where units are other texts. */
export function calendarText(states: ReadonlyMap<string, UnitState>): string {
  const rows = new Map<string, string[]>();
  for (const [unit, state] of states) {
    const kind = calendarKindOf(unit);
    if (kind === undefined) return "";
    const cut = { day: 7, hour: 10, month: 4 }[kind];
    const place = Number(unit.slice(cut + 1)) - (kind === "hour" ? 0 : 1);
    const row = rows.get(unit.slice(0, cut)) ?? [];
    rows.set(unit.slice(0, cut), row);
    row[place] = unitSigns[state];
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => `${name}  ${Array.from(row, (sign: string | undefined) => sign ?? " ").join("")}\n`)
    .join("");
}
