/** When a pipeline runs by itself, and for which unit: the one place where the moment of a run and the day of its data meet. */
import { Cron } from "croner";
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

export interface Schedule {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly timezone: string;
  readonly unit: (typeof scheduleUnits)[number];
  /** The first unit there is data for. */
  readonly start?: string | undefined;
}

const kinds: Readonly<Record<Schedule["unit"], CalendarKind>> = {
  "previous-day": "day",
  "same-day": "day",
  "previous-hour": "hour",
  "same-hour": "hour",
  "previous-month": "month",
  "same-month": "month",
};

/** What the schedule's units are. */
export function scheduledKind({ unit }: Pick<Schedule, "unit">): CalendarKind {
  return kinds[unit];
}

const value = "(?:\\d+|[a-zA-Z]{3})";
const part = `(?:\\*|${value}(?:-${value})?)(?:/\\d+)?`;
/** What every scheduler takes: no seconds, no L, W or #. */
const fiveFields = new RegExp(`^${part}(?:,${part})*(?: +${part}(?:,${part})*){4}$`);

/** Whether every scheduler would take it. */
export function isCron(text: string): boolean {
  if (!fiveFields.test(text.trim())) return false;
  try {
    new Cron(text.trim(), { mode: "5-part" });
    return true;
  } catch {
    return false;
  }
}

/** The unit of the last run that was due; undefined before the first one. */
export function dueUnit({ cron, timezone, unit }: Schedule, now: Date): string | undefined {
  const [due] = new Cron(cron.trim(), { mode: "5-part", timezone }).previousRuns(1, now);
  if (due === undefined) return undefined;
  const kind = kinds[unit];
  const same = shownUnit(kind, due, timezone);
  return unit.startsWith("previous") ? unitAt(kind, placeOf(kind, same) - 1) : same;
}
