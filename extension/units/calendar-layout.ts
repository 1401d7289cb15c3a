/** Where days stand in a calendar, and where keys lead in it. Pure. */
import { calendarKindOf, placeOf, unitAt } from "../../notebook/units/calendar.ts";

/** Days of the first and the last month with a unit. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** The months of the units, from their first day to their last; undefined where not every unit is a day. */
export function spanOf(units: readonly string[]): Span | undefined {
  if (units.length === 0 || units.some((unit) => calendarKindOf(unit) !== "day")) return undefined;
  // Their order as texts is that of time.
  const [first = "", ...later] = units.toSorted();
  const last = later.at(-1) ?? first;
  return { first: `${first.slice(0, 7)}-01`, last: lastDayOf(last.slice(0, 7)) };
}

/** Its weeks from Monday to Sunday; undefined for places that are of other months. */
export function weeksOf(month: string): readonly (readonly (string | undefined)[])[] {
  const first = placeOf("day", `${month}-01`);
  const last = placeOf("day", lastDayOf(month));
  const monday = first - weekday(first);
  return Array.from({ length: Math.floor((last - monday) / 7) + 1 }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => {
      const place = monday + week * 7 + day;
      return place < first || place > last ? undefined : unitAt("day", place);
    }),
  );
}

/** The months of a year that lie in the span. */
export function monthsOf(year: string, { first, last }: Span): readonly string[] {
  return Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}`).filter(
    (month) => month >= first.slice(0, 7) && month <= last.slice(0, 7),
  );
}

/** A key, by what it does. */
export type Move =
  | "next"
  | "previous"
  | "next-row"
  | "previous-row"
  | "next-page"
  | "previous-page"
  | "start"
  | "end"
  | "first"
  | "last";

const keys: Readonly<Record<string, Move>> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "next-row",
  ArrowUp: "previous-row",
  PageDown: "next-page",
  PageUp: "previous-page",
  Home: "start",
  End: "end",
};

/** What a key does; with Ctrl, Home and End go to the ends of everything. */
export function moveOf(key: string, ctrl: boolean): Move | undefined {
  const move = keys[key];
  if (!ctrl) return move;
  if (move === "start") return "first";
  return move === "end" ? "last" : undefined;
}

/** From a day to another: rows are weeks, pages are months, and none leads out of the span. */
export function moveDay(day: string, move: Move, { first, last }: Span): string {
  const month = day.slice(0, 7);
  const by = (days: number): string => unitAt("day", placeOf("day", day) + days);
  const inMonth = (months: number): string => {
    const other = unitAt("month", placeOf("month", month) + months);
    const sameDay = `${other}${day.slice(7)}`;
    const end = lastDayOf(other);
    return sameDay < end ? sameDay : end;
  };
  const moves: Readonly<Record<Move, () => string>> = {
    next: () => by(1),
    previous: () => by(-1),
    "next-row": () => by(7),
    "previous-row": () => by(-7),
    "next-page": () => inMonth(1),
    "previous-page": () => inMonth(-1),
    start: () => `${month}-01`,
    end: () => lastDayOf(month),
    first: () => first,
    last: () => last,
  };
  const to = moves[move]();
  return to < first || to > last ? day : to;
}

/** From a place in a list of so many to another; pages are of `page` rows. */
export function moveRow(
  index: number,
  move: Move,
  { count, page }: { readonly count: number; readonly page: number },
): number {
  const steps: Readonly<Record<Move, number>> = {
    next: 1,
    previous: -1,
    "next-row": 1,
    "previous-row": -1,
    "next-page": page,
    "previous-page": -page,
    start: -count,
    end: count,
    first: -count,
    last: count,
  };
  return Math.max(0, Math.min(count - 1, index + steps[move]));
}

/** From Monday, 0. The epoch was a Thursday. */
const weekday = (place: number): number => (((place + 3) % 7) + 7) % 7;

function lastDayOf(month: string): string {
  const next = unitAt("month", placeOf("month", month) + 1);
  return unitAt("day", placeOf("day", `${next}-01`) - 1);
}
