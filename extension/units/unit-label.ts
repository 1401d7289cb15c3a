/** Units in words, as they are read out. Pure. */
import { monthNames } from "../../notebook/parameters/calendar-day.ts";
import { calendarKindOf } from "../../notebook/units/calendar.ts";
import type { UnitRow } from "./messages.ts";

/** `2022-01` → "January 2022" */
export function monthName(month: string): string {
  return `${monthNames[Number(month.slice(5)) - 1] ?? ""} ${month.slice(0, 4)}`;
}

/** `2022-01-14` → "14 January 2022"; other texts as they are. */
export function unitName(unit: string): string {
  const day = (): string => `${Number(unit.slice(8, 10))} ${monthName(unit.slice(0, 7))}`;
  switch (calendarKindOf(unit)) {
    case "day":
      return day();
    case "hour":
      return `${day()}, ${unit.slice(11)}:00`;
    case "month":
      return monthName(unit);
    case undefined:
      return unit;
  }
}

/** "14 January 2022, failed, exit code 42, attempt 1"; a day that is no unit was not asked for. */
export function unitLabel(unit: string, row: UnitRow | undefined): string {
  if (row === undefined) return `${unitName(unit)}, not asked for`;
  const { state, code, attempt } = row;
  return [
    unitName(unit),
    state,
    ...(code === undefined || code === 0 ? [] : [`exit code ${code}`]),
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
  ].join(", ");
}
