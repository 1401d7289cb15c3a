/** Many units as a calendar of their signs. Pure. */
import type { StateOfUnit } from "../../app/backfill/unit-states.ts";
import { unitSigns } from "../../app/backfill/unit-signs.ts";
import { calendarKindOf, type CalendarKind } from "../../notebook/units/calendar.ts";

/** How units of a kind stand in a calendar: the length of a row's name, the number of its first place, and the numbers above it. */
const calendars = {
  day: { name: 7, first: 1, marks: [1, 5, 10, 15, 20, 25, 30] },
  hour: { name: 10, first: 0, marks: [0, 6, 12, 18] },
  month: { name: 4, first: 1, marks: [1, 4, 7, 10] },
} as const;

/** A row for each month of days, day of hours or year of months; "" where units are other texts. */
export function calendarText(states: Iterable<StateOfUnit>): string {
  const rows = new Map<string, string[]>();
  let last: CalendarKind = "day";
  let row: string[] = [];
  let rowName = "";
  for (const [unit, state] of states) {
    const kind = calendarKindOf(unit);
    if (kind === undefined) return "";
    last = kind;
    const { name, first } = calendars[kind];
    // Most stand in the row of the one before.
    if (rowName.length !== name || !unit.startsWith(rowName)) {
      rowName = unit.slice(0, name);
      row = rows.get(rowName) ?? [];
      rows.set(rowName, row);
    }
    row[Number(unit.slice(name + 1)) - first] = unitSigns[state];
  }
  const { name, first, marks } = calendars[last];
  const head = marks.reduce((line: string, mark) => `${line.padEnd(name + 2 + mark - first)}${mark}`, "");
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, row]) => `${name}  ${Array.from(row, (sign: string | undefined) => sign ?? " ").join("")}`);
  return lines.length === 0 ? "" : [head, ...lines, ""].join("\n");
}
