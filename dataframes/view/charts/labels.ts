/** What a chart says in words: its title, its axes, and what went into it. Pure. */
import type { Aggregate, ChartResult } from "../../protocol/chart.ts";
import type { DataframeColumn } from "../../protocol/reply.ts";
import { grouped, plural } from "../table/shape.ts";
import type { ChartData } from "./chart-data.ts";
import type { Choice, Kind } from "./choice.ts";
import { printable } from "./printable.ts";

const longestName = 48;

export const kindNames: Readonly<Record<Kind, string>> = {
  bar: "Bars",
  line: "Line",
  histogram: "Histogram",
  scatter: "Dots",
};

export const aggregateNames: Readonly<Record<Aggregate, string>> = {
  count: "Count of rows",
  sum: "Sum",
  mean: "Mean",
  median: "Median",
  min: "Minimum",
  max: "Maximum",
};

/** Tells columns apart that have the same name, or none. */
export function columnNames(columns: readonly DataframeColumn[]): string[] {
  const times = new Map<string, number>();
  for (const { name } of columns) times.set(name, (times.get(name) ?? 0) + 1);
  return columns.map(({ name }, column) => {
    const place = `column ${grouped(column + 1)}`;
    if (name === "") return `(no name, ${place})`;
    const shown = printable(name, longestName);
    return (times.get(name) ?? 0) > 1 ? `${shown} (${place})` : shown;
  });
}

/** What is drawn upwards, or along the bars. */
export function valueName(choice: Choice, names: readonly string[]): string {
  if (choice.kind === "histogram" || (choice.kind !== "scatter" && choice.aggregate === "count"))
    return "Rows";
  const y = nameAt(names, choice.y ?? 0);
  return choice.kind === "scatter" ? y : `${aggregateNames[choice.aggregate]} of ${y}`;
}

export function titleOf(choice: Choice, names: readonly string[]): string {
  const x = nameAt(names, choice.x);
  const value = valueName(choice, names);
  const by = choice.color === undefined ? "" : `, by ${nameAt(names, choice.color)}`;
  switch (choice.kind) {
    case "bar":
      return `${value} per ${x}${by}`;
    case "line":
      return `${value} over ${x}${by}`;
    case "histogram":
      return `Distribution of ${x}${by}`;
    case "scatter":
      return `${value} against ${x}${by}`;
  }
}

/** `Mean of temp_max per week of date, 1,461 rows.` */
export function explanation(
  choice: Choice,
  names: readonly string[],
  data: ChartData,
  result: ChartResult,
): string {
  const rows = plural(result.rows, "row");
  const said = [`${titleOf(choice, names)}${step(choice, data, result)}, ${rows}`];
  if (choice.kind === "scatter" && result.reduced)
    said.push(`a sample of ${grouped(data.points.length)} is drawn`);
  if (choice.kind === "bar" && data.moreValues)
    said.push(`the ${grouped(data.values.length)} most frequent values are drawn`);
  if (data.moreSeries) said.push(`the ${grouped(data.series.length)} colours with the most points are drawn`);
  if (data.left > 0)
    said.push(`${plural(data.left, "point")} without a place left out (infinite or no number)`);
  return `${said.join("; ")}.`;
}

/** For those who do not see the picture. */
export function description(title: string, choice: Choice, data: ChartData): string {
  const drawn = data.points.filter(({ y }) => y !== null);
  const low = drawn.reduce(
    (least, point) => ((point.y ?? 0) < (least.y ?? 0) ? point : least),
    drawn[0] ?? none,
  );
  const high = drawn.reduce(
    (most, point) => ((point.y ?? 0) > (most.y ?? 0) ? point : most),
    drawn[0] ?? none,
  );
  const series = data.series.length > 1 ? ` in ${grouped(data.series.length)} colours` : "";
  const ends =
    drawn.length === 0 ? "" : ` Lowest ${low.yText} at ${low.xText}, highest ${high.yText} at ${high.xText}.`;
  return `${kindNames[choice.kind]}: ${title}. ${plural(drawn.length, marks[choice.kind])}${series}.${ends}`;
}

const none = { y: null, yText: "", xText: "" };
const marks: Readonly<Record<Kind, string>> = { bar: "bar", line: "point", histogram: "bin", scatter: "dot" };

function step(choice: Choice, data: ChartData, result: ChartResult): string {
  if (choice.kind !== "line" || !result.reduced || data.step === undefined) return "";
  return data.scale === "time"
    ? `, per ${lengthOfTime(data.step)}`
    : `, in steps of ${String(Number(data.step.toPrecision(4)))}`;
}

const units: readonly (readonly [milliseconds: number, name: string])[] = [
  [365 * 86_400_000, "year"],
  [90 * 86_400_000, "quarter"],
  [28 * 86_400_000, "month"],
  [7 * 86_400_000, "week"],
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
  [1, "millisecond"],
];

/** The shortest distance between two points; months and years have several lengths. */
export function lengthOfTime(milliseconds: number): string {
  for (const [length, name] of units) {
    const count = milliseconds / length;
    if (count < 1) continue;
    // The shortest month has 28 days, the shortest quarter 90, the shortest year 365.
    if (name === "quarter" ? count < 1.03 : name === "month" ? count < 1.1 : count < 1.001) return name;
    if (name === "month" || name === "quarter") continue;
    const whole = Math.round(count);
    if (Math.abs(count - whole) < (name === "year" ? 0.01 * whole : 0.001))
      return `${grouped(whole)} ${name}s`;
    return `${String(Number(count.toPrecision(3)))} ${name}s`;
  }
  return `${String(Number(milliseconds.toPrecision(3)))} milliseconds`;
}

/** The title as a file's name, without ending. */
export function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .toWellFormed()
    .replace(/^-+|-+$/g, "");
  return name === "" ? "chart" : name;
}

function nameAt(names: readonly string[], column: number): string {
  return names[column] ?? "";
}
