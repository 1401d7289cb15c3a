/** Aggregates rows for a picture. */
import type { Aggregate, Chart, ChartResult } from "../../protocol/chart.ts";
import { asBoolean, asDay, asInstant, asNumber, asText } from "../../values/encoding.ts";
import type { Encoding } from "../../values/encoding.ts";
import { writeStream } from "../../values/write-stream.ts";
import type { ValueColumn } from "../../values/write-stream.ts";
import { mostColors } from "../../protocol/chart-limits.ts";
import { sampleRows } from "../sample-rows.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { bucketOf, roundBuckets } from "../round-buckets.ts";
import type { Buckets } from "../round-buckets.ts";
import type { LogicalType } from "./logical-type.ts";
import type { Rows } from "./thread-messages.ts";
import { compareTexts } from "./sort-texts.ts";
import type { StoredColumn } from "./stored-column.ts";

/** The columns that are drawn. */
export interface Drawn {
  readonly x: StoredColumn;
  readonly y: StoredColumn | undefined;
  readonly color: StoredColumn | undefined;
}

/** A chart as it travels. */
export interface DrawnChart {
  readonly result: ChartResult;
  readonly stream: Uint8Array;
}

type Key = string | number;

/** Rows without x, and where y is drawn those without y, are left out. */
export function chartRows(chart: Chart, drawn: Drawn, within: Rows, check: () => void): DrawnChart {
  const { x, y } = drawn;
  if (
    y === undefined &&
    (chart.kind === "scatter" || (chart.kind !== "histogram" && chart.aggregate !== "count"))
  )
    throw new DataframeError("bad-request", "This chart needs a column for y.");
  if (y?.form === "texts" && (chart.kind === "scatter" || chart.aggregate !== "count"))
    throw new DataframeError("unsupported", "Only numbers can be drawn as y.");
  if (x.form === "texts" && chart.kind === "histogram")
    throw new DataframeError(
      "unsupported",
      "Only numbers, days and points in time have a histogram; draw bars instead.",
    );
  const rows = drawnRows(drawn, within, chart);
  check();
  if (chart.kind === "scatter") return scatter(chart, drawn, rows);
  const buckets = bucketsOf(chart, x, rows);
  return grouped(chart, drawn, rows, buckets, check);
}

function drawnRows({ x, y }: Drawn, within: Rows, chart: Chart): Uint32Array {
  const found = new Uint32Array(within?.length ?? x.rows);
  const needsY = y !== undefined && (chart.kind === "scatter" || chart.aggregate !== "count");
  let count = 0;
  for (let at = 0; at < found.length; at += 1) {
    const row = within === undefined ? at : (within[at] ?? 0);
    if (isMissing(x, row) || (needsY && isMissing(y, row))) continue;
    found[count++] = row;
  }
  return found.subarray(0, count);
}

function isMissing(column: StoredColumn, row: number): boolean {
  return column.missing?.[row] === 1 || (column.form === "numbers" && Number.isNaN(column.values[row] ?? 0));
}

/** Decimals with their point, all else as it is counted. */
function numberAt(column: StoredColumn, row: number): number {
  if (column.form === "texts") return Number(column.texts.all()[column.codes[row] ?? 0]);
  const value = Number(column.values[row] ?? 0);
  return column.meaning.kind === "decimal" ? value / 10 ** column.meaning.digits : value;
}

function keyAt(column: StoredColumn, row: number): Key {
  return column.form === "texts" ? (column.texts.all()[column.codes[row] ?? 0] ?? "") : numberAt(column, row);
}

/** Undefined where every value has a place of its own. */
function bucketsOf({ kind, most }: Chart, x: StoredColumn, rows: Uint32Array): Buckets | undefined {
  if (kind === "bar" || x.form === "texts") return undefined;
  let [min, max, integers] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  const different = new Set<number>();
  for (const row of rows) {
    const value = numberAt(x, row);
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    integers &&= value % 1 === 0;
    if (different.size <= most) different.add(value);
  }
  if ((kind === "line" && different.size <= most) || min > max) return undefined;
  const { kind: meaning } = x.meaning;
  const step = meaning === "decimal" ? 10 ** -x.meaning.digits : integers ? 1 : 0;
  if (meaning === "day") return roundBuckets({ from: min, to: max, step, perDay: 1 }, most);
  if (meaning !== "instant") return roundBuckets({ from: min, to: max, step }, most);
  return roundBuckets({ from: min, to: max, step: 1, perDay: 86_400 * 10 ** x.meaning.digits }, most);
}

function grouped(
  chart: Chart,
  { x, y, color }: Drawn,
  rows: Uint32Array,
  buckets: Buckets | undefined,
  check: () => void,
): DrawnChart {
  const counted = chart.kind === "histogram" || chart.aggregate === "count" || y === undefined;
  // In buckets a key is the number of the bucket.
  const keyOf = (row: number): Key =>
    buckets === undefined ? keyAt(x, row) : bucketOf(buckets, numberAt(x, row));
  const colors = color === undefined ? undefined : frequentColors(color, rows);
  const groups = new Map<string | undefined, Map<Key, Group>>();
  const sizes = new Map<Key, number>();
  for (const [at, row] of rows.entries()) {
    if (at % 65_536 === 0) check();
    const tint = color === undefined ? undefined : colorAt(color, row);
    if (colors !== undefined && !colors.has(tint ?? "")) continue;
    const key = keyOf(row);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
    let series = groups.get(tint);
    if (series === undefined) groups.set(tint, (series = new Map<Key, Group>()));
    let group = series.get(key);
    if (group === undefined) series.set(key, (group = new Group(chart.aggregate === "median")));
    group.add(counted ? 1 : numberAt(y, row));
  }
  const order =
    buckets === undefined
      ? keysInOrder(chart, sizes)
      : Array.from({ length: buckets.count }, (_, bucket) => bucket);
  const points = [...groups].flatMap(([tint, series]) =>
    order.flatMap((key) => {
      const group = series.get(key);
      if (group !== undefined)
        return [{ key, tint, value: counted ? group.count : group.aggregate(chart.aggregate) }];
      // No rows count as none, and leave a gap in lines of anything else.
      return buckets === undefined ? [] : [{ key, tint, value: counted ? 0 : null }];
    }),
  );
  const places = (more: number): readonly Key[] =>
    points.map(({ key }) => (buckets === undefined ? key : buckets.startOf(Number(key) + more)));
  const columns: ValueColumn[] = [
    { name: "x", ...values(x.meaning, places(0)) },
    ...(chart.kind === "histogram" ? [{ name: "x2", ...values(x.meaning, places(1)) }] : []),
    { name: "y", encoding: asNumber, values: points.map(({ value }) => value) },
    ...(color === undefined
      ? []
      : [{ name: "color", encoding: asText, values: points.map(({ tint }) => tint) }]),
  ];
  const reduced = buckets !== undefined || order.length < sizes.size;
  return { result: { rows: rows.length, reduced }, stream: writeStream(columns) };
}

function keysInOrder({ kind, most }: Chart, sizes: ReadonlyMap<Key, number>): readonly Key[] {
  const inOrder = (a: Key, b: Key): number =>
    typeof a === "string" || typeof b === "string" ? compareTexts(String(a), String(b)) : a - b;
  const keys = [...sizes.keys()];
  if (kind === "bar") keys.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || inOrder(a, b));
  else keys.sort(inOrder);
  return keys.slice(0, most);
}

function scatter({ most }: Chart, { x, y, color }: Drawn, rows: Uint32Array): DrawnChart {
  const sample = Array.from(sampleRows(rows.length, most), (dot) => rows[dot] ?? 0);
  const columns: ValueColumn[] = [
    {
      name: "x",
      ...values(
        x.meaning,
        sample.map((row) => keyAt(x, row)),
      ),
    },
    {
      name: "y",
      encoding: asNumber,
      values: sample.map((row) => (y === undefined ? null : numberAt(y, row))),
    },
    ...(color === undefined
      ? []
      : [{ name: "color", encoding: asText, values: sample.map((row) => colorAt(color, row)) }]),
  ];
  return {
    result: { rows: rows.length, reduced: sample.length < rows.length },
    stream: writeStream(columns),
  };
}

function colorAt(column: StoredColumn, row: number): string {
  if (column.missing?.[row] === 1) return "null";
  if (column.meaning.kind === "boolean") return numberAt(column, row) === 1 ? "true" : "false";
  return String(keyAt(column, row));
}

function frequentColors(color: StoredColumn, rows: Uint32Array): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const tint = colorAt(color, row);
    counts.set(tint, (counts.get(tint) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return new Set(byCount.slice(0, mostColors + 1).map(([tint]) => tint));
}

function values(
  meaning: LogicalType,
  keys: readonly Key[],
): { readonly encoding: Encoding; readonly values: readonly unknown[] } {
  switch (meaning.kind) {
    case "boolean":
      return { encoding: asBoolean, values: keys.map((key) => key === 1) };
    case "day":
      return { encoding: asDay, values: keys.map((key) => Math.round(Number(key))) };
    case "instant": {
      const unit = meaning.digits === 9 ? 3 : meaning.digits === 6 ? 2 : meaning.digits === 3 ? 1 : 0;
      return {
        encoding: asInstant(unit, meaning.zone),
        values: keys.map((key) => BigInt(Math.round(Number(key)))),
      };
    }
    case "number":
    case "decimal":
      return { encoding: asNumber, values: keys };
    default:
      return { encoding: asText, values: keys };
  }
}

class Group {
  count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  readonly #values: number[] | undefined;

  constructor(keep: boolean) {
    this.#values = keep ? [] : undefined;
  }

  add(value: number): void {
    this.count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#values?.push(value);
  }

  aggregate(by: Aggregate): number {
    switch (by) {
      case "count":
        return this.count;
      case "sum":
        return this.#sum;
      case "mean":
        return this.#sum / this.count;
      case "min":
        return this.#min;
      case "max":
        return this.#max;
      case "median": {
        const sorted = Float64Array.from(this.#values ?? []).sort();
        const middle = (sorted.length - 1) / 2;
        return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
      }
    }
  }
}
