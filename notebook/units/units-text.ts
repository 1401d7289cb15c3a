/** A list of units as one writes it: days that follow one another as a range. */
import { calendarKindOf, placeOf } from "./calendar.ts";
import { listText } from "../parameters/list-text.ts";

/** What `parseUnits` reads as the same units. */
export function unitsText(units: readonly string[]): string {
  const ranges: { first: string; last: string }[] = [];
  for (const unit of units) {
    const before = ranges.at(-1);
    if (before !== undefined && follows(before.last, unit)) before.last = unit;
    else ranges.push({ first: unit, last: unit });
  }
  return listText(ranges.map(({ first, last }) => (first === last ? first : `${first}..${last}`)));
}

function follows(before: string, unit: string): boolean {
  const kind = calendarKindOf(unit);
  return (
    kind !== undefined && kind === calendarKindOf(before) && placeOf(kind, unit) === placeOf(kind, before) + 1
  );
}
