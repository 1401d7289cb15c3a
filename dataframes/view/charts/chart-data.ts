/** The kernel's answer as what is drawn. Pure. */
import { tableFromIPC, Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { isNumeric, plainValue, readOptions } from "../../values/plain-value.ts";
import { cellText, wholeText } from "../table/cell-text.ts";
import { grouped } from "../table/shape.ts";
import type { Choice } from "./choice.ts";
import { mostColors } from "../../protocol/chart-limits.ts";
import { mostOf } from "./choice.ts";
import { printable } from "./printable.ts";

/** What a bar stands for; missing values and empty text are values of their own. */
interface Label {
  readonly text: string;
  /** Not data but said of it: null, or empty text. */
  readonly quiet: boolean;
}

interface Point {
  readonly series: number;
  /** Milliseconds, a number, or the position of a bar's value. */
  readonly x: number;
  /** The upper end of a bin. */
  readonly x2: number;
  /** Null leaves a gap. */
  readonly y: number | null;
  readonly xText: string;
  readonly yText: string;
}

export interface ChartData {
  readonly scale: "time" | "number" | "seconds" | "values";
  /** Of a time with zone. */
  readonly zone: string | undefined;
  readonly points: readonly Point[];
  /** At least one; named only where a colour was chosen. */
  readonly series: readonly Label[];
  /** Series that have no colour left. */
  readonly moreSeries: boolean;
  /** Of bars, the most frequent first. */
  readonly values: readonly Label[];
  /** There are bars that are not drawn. */
  readonly moreValues: boolean;
  /** The shortest distance between two points of a series. */
  readonly step: number | undefined;
  /** Points without place: infinite, or not a number. */
  readonly left: number;
}

const longestText = 80;

/** Reads the Arrow stream of a chart; throws on bytes that are none. */
export function readChart(bytes: Uint8Array, choice: Choice): ChartData {
  const table = tableFromIPC(bytes, readOptions);
  const column = (name: string) => {
    const found = table.schema.fields.findIndex((field) => field.name === name);
    const values = found < 0 ? undefined : table.getChildAt(found);
    return values === undefined
      ? undefined
      : { type: values.type, at: (row: number): unknown => values.at(row) };
  };
  const [x, x2, y] = [column("x"), column("x2"), column("y")];
  const color = choice.color === undefined ? undefined : column("color");
  if (x === undefined || y === undefined) throw new Error("The answer has no x or no y.");
  const scale = choice.kind === "bar" ? "values" : scaleOf(x.type);
  const rows = Array.from({ length: table.numRows }, (_, row) => row);
  const series = new Labels(rows, color, mostColors);
  const values = new Labels(scale === "values" ? rows : [], x);
  // One more bar than is drawn was asked for, to know that there are more.
  const bars = mostOf.bar;
  let left = 0;
  const points: Point[] = [];
  for (const row of rows) {
    const from = scale === "values" ? values.placeOf(row) : placeOf(x.type, x.at(row));
    const seriesOfRow = color === undefined ? 0 : series.placeOf(row);
    if (seriesOfRow >= mostColors || (scale === "values" && from >= bars)) continue;
    const height = placeOf(y.type, y.at(row));
    const missing = y.at(row) === null || y.at(row) === undefined;
    const to = x2 === undefined ? from : placeOf(x2.type, x2.at(row));
    if (!Number.isFinite(from) || !Number.isFinite(to) || (!Number.isFinite(height) && !missing)) left += 1;
    if (!Number.isFinite(from) || !Number.isFinite(to)) continue;
    if (choice.kind === "scatter" && !Number.isFinite(height)) continue;
    const fromText = placeText(x.type, x.at(row));
    points.push({
      series: seriesOfRow,
      x: from,
      x2: to,
      y: Number.isFinite(height) ? height : null,
      xText: x2 === undefined ? fromText : `${fromText} to ${placeText(x2.type, x2.at(row))}`,
      yText: figure(y.type, y.at(row)),
    });
  }
  points.sort((one, other) => one.series - other.series || one.x - other.x);
  return {
    scale,
    zone: x.type.typeId === Type.Timestamp ? (x.type.timezone ?? undefined) : undefined,
    points,
    series: color === undefined ? [{ text: "", quiet: false }] : series.labels.slice(0, mostColors),
    moreSeries: color !== undefined && series.labels.length > mostColors,
    values: values.labels.slice(0, bars),
    moreValues: values.labels.length > bars,
    step: shortestStep(points),
    left,
  };
}

interface AnyColumn {
  readonly type: DataType;
  readonly at: (row: number) => unknown;
}

/** The different values of a column in their order; where only `most` are drawn, those of the most rows come first. */
class Labels {
  readonly labels: readonly Label[];
  readonly #places: readonly number[];

  constructor(rows: readonly number[], column: AnyColumn | undefined, most = Infinity) {
    const found = new Map<string, { readonly label: Label; rows: number }>();
    const keys = rows.map((row) => {
      if (column === undefined) return "";
      const value = column.at(row);
      const label = labelOf(column.type, value);
      const key = `${String(label.quiet)} ${String(value)}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { label, rows: 1 });
      else known.rows += 1;
      return key;
    });
    const ordered = [...found];
    if (ordered.length > most) ordered.sort(([, one], [, other]) => other.rows - one.rows);
    this.labels = ordered.map(([, { label }]) => label);
    const placeOf = new Map(ordered.map(([key], place) => [key, place]));
    this.#places = keys.map((key) => placeOf.get(key) ?? 0);
  }

  placeOf(row: number): number {
    return this.#places[row] ?? 0;
  }
}

function labelOf(type: DataType, value: unknown): Label {
  const { kind, text } = cellText(type, value);
  return { text: printable(text, longestText), quiet: kind === "null" || kind === "empty" };
}

/** Where a point is, in words: numbers to a few digits, everything else as it is. */
function placeText(type: DataType, value: unknown): string {
  return type.typeId === Type.Float ? figure(type, value) : labelOf(type, value).text;
}

function scaleOf({ typeId }: DataType): ChartData["scale"] {
  if (typeId === Type.Timestamp || typeId === Type.Date) return "time";
  return typeId === Type.Time || typeId === Type.Duration ? "seconds" : "number";
}

/** Exact values lose digits here, and only here: a pixel is wider. NaN for what has no place. */
function placeOf(type: DataType, value: unknown): number {
  if (value === null || value === undefined) return NaN;
  switch (type.typeId) {
    case Type.Timestamp:
      return Number(value) / 10 ** (type.unit * 3 - 3);
    case Type.Time:
    case Type.Duration:
      return Number(value) / 10 ** (type.unit * 3);
    case Type.Decimal:
      return Number(plainValue(type, value, "whole"));
    default:
      return Number(value);
  }
}

/** A value in words: integers and decimals exact, others to a few digits. */
function figure(type: DataType, value: unknown): string {
  if (typeof value === "number" && type.typeId === Type.Float && Number.isFinite(value))
    return Number.isInteger(value) && Math.abs(value) < 1e15
      ? `${value < 0 ? "-" : ""}${grouped(Math.abs(value))}`
      : String(Number(value.toPrecision(6)));
  if (value === null || value === undefined) return "no value";
  const text = wholeText(type, value);
  return isNumeric(type) ? text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",")) : text;
}

function shortestStep(points: readonly Point[]): number | undefined {
  let step = Infinity;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before?.series === point.series && point.x > before.x) step = Math.min(step, point.x - before.x);
  });
  return Number.isFinite(step) ? step : undefined;
}
