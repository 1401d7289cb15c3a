/** Days, hours and months of data as texts and as numbers in a row: `2022-02-05`, `2022-02-05T07`, `2022-02`. */
import { notADay } from "../parameters/calendar-day.ts";

export type CalendarKind = "day" | "hour" | "month";

const shapes: Readonly<Record<CalendarKind, RegExp>> = {
  day: /^\d{4}-\d\d-\d\d$/,
  hour: /^\d{4}-\d\d-\d\dT\d\d$/,
  month: /^\d{4}-\d\d$/,
};

/** How each is written, for messages. */
export const calendarForms: Readonly<Record<CalendarKind, string>> = {
  day: "YYYY-MM-DD",
  hour: "YYYY-MM-DDTHH",
  month: "YYYY-MM",
};

/** Which of them the text looks like; undefined for any other text. */
export function calendarKindOf(text: string): CalendarKind | undefined {
  // By hand: there may be very many, most of them days.
  if (shapes.day.test(text)) return "day";
  if (shapes.hour.test(text)) return "hour";
  return shapes.month.test(text) ? "month" : undefined;
}

/** What is wrong with the text as a unit of that kind, as the end of a sentence; undefined when it exists. */
export function notAUnit(kind: CalendarKind, text: string): string | undefined {
  if (!shapes[kind].test(text)) return `is no ${kind} of the form ${calendarForms[kind]}`;
  const complaint = notADay(kind === "month" ? `${text}-01` : text.slice(0, 10));
  if (complaint !== undefined) return kind === "month" ? "is no month: there are 01 to 12" : complaint;
  return kind === "hour" && Number(text.slice(11)) > 23 ? "is no hour: there are 00 to 23" : undefined;
}

const milliseconds = { day: 86_400_000, hour: 3_600_000 } as const;

/** The place of a unit that exists among all of its kind. */
export function placeOf(kind: CalendarKind, text: string): number {
  if (kind === "month") return Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
  return Date.parse(kind === "day" ? `${text}T00:00Z` : `${text}:00Z`) / milliseconds[kind];
}

/** The unit at a place. */
export function unitAt(kind: CalendarKind, place: number): string {
  if (kind === "month")
    return `${String(Math.floor(place / 12)).padStart(4, "0")}-${String((place % 12) + 1).padStart(2, "0")}`;
  return new Date(place * milliseconds[kind]).toISOString().slice(0, kind === "day" ? 10 : 13);
}
