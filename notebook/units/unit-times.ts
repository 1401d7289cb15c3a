/** When a day, hour or month of data begins and ends, by the clocks of its time zone. */
import { placeOf, unitAt, type CalendarKind } from "./calendar.ts";
import { shownUnit } from "./zone.ts";

/** `end` is the first moment that is no more in it. */
export interface UnitTimes {
  readonly start: Date;
  readonly end: Date;
}

/** Of a unit that exists. An hour that clocks show twice is one of two hours. */
export function unitTimes(kind: CalendarKind, unit: string, timezone: string): UnitTimes {
  const next = unitAt(kind, placeOf(kind, unit) + 1);
  return { start: beginningOf(kind, unit, timezone), end: beginningOf(kind, next, timezone) };
}

const minute = 60_000;
/** Zones are at most so far away from UTC. */
const farthest = 24 * 60 * minute;

/** The first moment at which clocks show the unit, or where they never do, one behind it: what they show only ever grows. */
function beginningOf(kind: CalendarKind, unit: string, timezone: string): Date {
  const there = Date.parse(
    kind === "hour" ? `${unit}:00Z` : kind === "day" ? `${unit}T00:00Z` : `${unit}-01T00:00Z`,
  );
  if (timezone === "UTC") return new Date(there);
  let before = there - farthest;
  let behind = there + farthest;
  while (behind - before > minute) {
    const middle = before + Math.floor((behind - before) / 2 / minute) * minute;
    if (shownUnit(kind, new Date(middle), timezone) < unit) before = middle;
    else behind = middle;
  }
  return new Date(behind);
}
