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

/** How units of a kind stand in a calendar: the length of a row's name, the number of its first place, and the numbers above it. */
const calendars = {
  day: { name: 7, first: 1, marks: [1, 5, 10, 15, 20, 25, 30] },
  hour: { name: 10, first: 0, marks: [0, 6, 12, 18] },
  month: { name: 4, first: 1, marks: [1, 4, 7, 10] },
} as const;

/** A row for each month of days, day of hours or year of months; "" where units are other texts. */
export function calendarText(states: ReadonlyMap<string, UnitState>): string {
  const rows = new Map<string, string[]>();
  let head = "";
  for (const [unit, state] of states) {
    const kind = calendarKindOf(unit);
    if (kind === undefined) return "";
    const { name, first, marks } = calendars[kind];
    const start = name + 2;
    head = marks.reduce((line, mark) => `${line.padEnd(start + mark - first)}${mark}`, "");
    const row = rows.get(unit.slice(0, name)) ?? [];
    rows.set(unit.slice(0, name), row);
    row[Number(unit.slice(name + 1)) - first] = unitSigns[state];
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => `${name}  ${Array.from(row, (sign: string | undefined) => sign ?? " ").join("")}`);
  return lines.length === 0 ? "" : [head, ...lines, ""].join("\n");
}
