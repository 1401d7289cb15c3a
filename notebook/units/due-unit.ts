/** Which unit a run is for that is due at a moment: the one place where the moment of a run and the day of its data meet. */
import { placeOf, unitAt, type CalendarKind } from "./calendar.ts";
import { shownUnit } from "./zone.ts";

/** `schedule.unit` of the front matter: what a run is for, seen from the moment it is due. */
export const scheduleUnits = [
  "previous-day",
  "same-day",
  "previous-hour",
  "same-hour",
  "previous-month",
  "same-month",
] as const;

export type ScheduleUnit = (typeof scheduleUnits)[number];

const kinds: Readonly<Record<ScheduleUnit, CalendarKind>> = {
  "previous-day": "day",
  "same-day": "day",
  "previous-hour": "hour",
  "same-hour": "hour",
  "previous-month": "month",
  "same-month": "month",
};

/** What the schedule's units are. */
export function scheduledKind({ unit }: { readonly unit: ScheduleUnit }): CalendarKind {
  return kinds[unit];
}

/** The unit of a run that is due at that moment, by the clocks of the time zone. */
export function unitDueAt(unit: ScheduleUnit, timezone: string, moment: Date): string {
  const kind = kinds[unit];
  const same = shownUnit(kind, moment, timezone);
  return unit.startsWith("previous") ? unitAt(kind, placeOf(kind, same) - 1) : same;
}
