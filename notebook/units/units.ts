/**
 * The units of a backfill as one writes them: `2022-01-01..2022-01-31`, every seventh day `2022-01-01..2022-12-31/7`, `a,b,c`, or one
 * in each line of a file. A unit is a day, hour or month of the DATA, or any text.
 */
import { splitList } from "../parameters/list-text.ts";
import { calendarForms, calendarKindOf, notAUnit, placeOf, unitAt, type CalendarKind } from "./calendar.ts";
import { hourIsShown } from "./zone.ts";

export type UnitKind = CalendarKind | "text";

/** What units are of. */
export interface UnitForm {
  readonly kind: UnitKind;
  /** Whose hours they are. */
  readonly timezone: string;
}

/** The units in the order they were written, each once; or what is wrong, each a sentence that says what to do. */
export type ParsedUnits =
  | { readonly kind: "units"; readonly units: readonly string[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** More would be a slip of the pen. */
const mostUnits = 1_000_000;

/** Reads `A..B`, `A..B/STEP` and `a,b,c`, in any mixture; `\,` is a comma within a text. */
export function parseUnits(text: string, form: UnitForm): ParsedUnits {
  return expandAll(splitList(text), form);
}

/** Reads the text of a file: one unit, or one range, in each line. */
export function parseUnitsFile(text: string, form: UnitForm): ParsedUnits {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return expandAll(
    lines.map((line) => line.trim()).filter((line) => line !== ""),
    form,
  );
}

function expandAll(items: readonly string[], form: UnitForm): ParsedUnits {
  const units = new Set<string>();
  const problems: string[] = [];
  for (const item of items) {
    const expanded = expand(item, form);
    if (expanded.kind === "problems") problems.push(...expanded.problems);
    else for (const unit of expanded.units) units.add(unit);
    if (units.size > mostUnits) return wrong(`These are more than ${mostUnits} units. Name fewer.`);
  }
  if (problems.length > 0) return { kind: "problems", problems };
  if (units.size === 0) return wrong("There is no unit. Name some, such as 2022-01-01..2022-01-31.");
  return { kind: "units", units: [...units] };
}

const wrong = (problem: string): ParsedUnits => ({ kind: "problems", problems: [problem] });

function expand(item: string, { kind, timezone }: UnitForm): ParsedUnits {
  const [, from = "", to = "", step = "1"] = /^(.+?)\.\.(.+?)(?:\/(\d+))?$/s.exec(item) ?? [];
  const shape = calendarKindOf(from);
  // Two dots in other texts, such as a path, are their own.
  const isRange = kind === "text" ? shape !== undefined && shape === calendarKindOf(to) : from !== "";
  if (isRange)
    return range({ from, to, step: Number(step), kind: kind === "text" ? (shape ?? "day") : kind, timezone });
  if (kind === "text") return item === "" ? wrong("A unit is empty. Leave it out.") : one(item);
  const complaint = notAUnit(kind, item);
  if (complaint !== undefined)
    return wrong(
      `${JSON.stringify(item)} ${complaint}. Write ${calendarForms[kind]}, or a range of them: A..B.`,
    );
  if (kind === "hour" && !hourIsShown(item, timezone))
    return wrong(`There is no hour ${item} in ${timezone}: clocks were put forward. Leave it out.`);
  return one(item);
}

const one = (unit: string): ParsedUnits => ({ kind: "units", units: [unit] });

interface Range {
  readonly from: string;
  readonly to: string;
  readonly step: number;
  readonly kind: CalendarKind;
  readonly timezone: string;
}

function range({ from, to, step, kind, timezone }: Range): ParsedUnits {
  const problems = [from, to].flatMap((end) => {
    const complaint = notAUnit(kind, end);
    return complaint === undefined
      ? []
      : [`${JSON.stringify(end)} ${complaint}. Write ${calendarForms[kind]}..${calendarForms[kind]}.`];
  });
  if (problems.length > 0) return { kind: "problems", problems };
  if (step < 1) return wrong(`The step of ${from}..${to} is ${step}. Write 1 or more behind the "/".`);
  const [first, last] = [placeOf(kind, from), placeOf(kind, to)];
  if (last < first) return wrong(`${from}..${to} ends before it begins. Write ${to}..${from}.`);
  const count = Math.floor((last - first) / step) + 1;
  if (count > mostUnits) return wrong(`${from}..${to} is more than ${mostUnits} units. Name fewer.`);
  const units = Array.from({ length: count }, (_, index) => unitAt(kind, first + index * step));
  const shown = kind === "hour" ? units.filter((hour) => hourIsShown(hour, timezone)) : units;
  return { kind: "units", units: shown };
}
