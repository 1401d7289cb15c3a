/** What the clocks of a time zone show. */
import type { CalendarKind } from "./calendar.ts";

/** Whether there is such a zone. */
export function isZone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timezone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat("en-u-ca-iso8601-hc-h23", {
      timeZone: timezone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  clocks.set(timezone, clock);
  return clock;
}

/** `2022-02-05T07:30` */
export function shownAt(moment: number, timezone: string): string {
  const parts = new Map(
    clockOf(timezone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The day, hour or month of a moment there. */
export function shownUnit(kind: CalendarKind, moment: Date, timezone: string): string {
  return shownAt(moment.getTime(), timezone).slice(0, { month: 7, day: 10, hour: 13 }[kind]);
}

const quarter = 15 * 60_000;

/** Whether clocks there ever show the hour: in spring one is left out. Zones are at most a day away from UTC. */
export function hourIsShown(hour: string, timezone: string): boolean {
  if (timezone === "UTC") return true;
  const here = Date.parse(`${hour}:00Z`);
  // What was the offset shortly before and shortly after is the offset at that hour.
  return [here - 24 * 4 * quarter, here + 24 * 4 * quarter].some((moment) => {
    const offset = Date.parse(`${shownAt(moment, timezone)}Z`) - moment;
    return [0, 1, 2, 3].some((quarters) =>
      shownAt(here - offset + quarters * quarter, timezone).startsWith(hour),
    );
  });
}

/** Whether clocks of both show the same for a year from that moment on. */
export function showTheSame(zone: string, other: string, from: Date): boolean {
  if (zone === other) return true;
  return Array.from({ length: 366 * 4 }, (_, at) => from.getTime() + at * 24 * quarter).every(
    (moment) => shownAt(moment, zone) === shownAt(moment, other),
  );
}
