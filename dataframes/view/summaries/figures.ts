/** What a summary says in words. Pure. */
import { oneLine } from "../../values/one-line.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import { grouped } from "../table/shape.ts";
import { valueText } from "../filters/filter-text.ts";

/** `12%`, `<1%` for what is there but little, `100%` only for all. */
export function share(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return "0%";
  const percent = (part / whole) * 100;
  if (percent < 1) return "<1%";
  return part < whole && percent > 99 ? ">99%" : `${String(Math.round(percent))}%`;
}

/** The line below the small picture. */
export function shortFigures({ count, nulls, distinct, distinctExact }: ColumnSummary): string {
  const parts = nulls === 0 && distinct !== null ? [] : [`${share(nulls, count)} null`];
  if (distinct !== null) parts.push(`${distinctExact ? "" : "≈"}${short(distinct)} distinct`);
  return parts.join(" · ");
}

/** One of them. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Whether the name is itself a value of the column. */
  readonly data: boolean;
}

/** All of them. @param digits as many as are worth showing of fractions; null where all are exact */
export function figures(summary: ColumnSummary, digits: number | null): readonly Figure[] {
  const { count, nulls, nans, distinct, distinctExact, min, max, mean, standardDeviation, top } = summary;
  const [first, second, third] = summary.quartiles ?? [];
  const quartile = (text: string | undefined): string | undefined => {
    const value = shown(text, digits);
    return value === undefined || summary.quartilesSampled !== true ? value : `about ${value}`;
  };
  const about: [string, string | undefined][] = [
    ["Rows", grouped(count)],
    ["Missing", `${grouped(nulls)} (${share(nulls, count)})`],
    ["NaN", nans === undefined || nans === 0 ? undefined : `${grouped(nans)} (${share(nans, count)})`],
    ["Distinct", distinct === null ? undefined : `${distinctExact ? "" : "about "}${grouped(distinct)}`],
    ["Least", shown(min, digits)],
    ["Quartile 25 %", quartile(first)],
    ["Quartile 50 %", quartile(second)],
    ["Quartile 75 %", quartile(third)],
    ["Greatest", shown(max, digits)],
    ["Mean", number(mean)],
    ["Deviation", number(standardDeviation)],
  ];
  return [
    ...about.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value, data: false }])),
    ...(top ?? []).map(({ value, count: times }) => ({
      name: valueText(value),
      value: `${grouped(times)} (${share(times, count)})`,
      data: true,
    })),
  ];
}

/** As the cells show it. */
function shown(text: string | undefined, digits: number | null): string | undefined {
  if (text === undefined) return undefined;
  const value = digits === null ? NaN : Number(text);
  return oneLine(
    digits === null || !Number.isFinite(value) || Number.isInteger(value)
      ? text
      : String(Number(value.toPrecision(digits))),
    40,
  );
}

function number(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Number(value.toPrecision(6)));
}

/** `1.2M`. */
function short(count: number): string {
  if (count < 10_000) return grouped(count);
  const [size, letter] = count < 1e6 ? [1e3, "k"] : count < 1e9 ? [1e6, "M"] : [1e9, "G"];
  const scaled = count / size;
  return `${scaled < 100 ? String(Math.floor(scaled * 10) / 10) : String(Math.floor(scaled))}${letter}`;
}
