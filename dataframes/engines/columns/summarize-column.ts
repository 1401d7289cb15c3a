/** A column in a few figures. */
import { summaryBins, summaryTop } from "../../protocol/summary-limits.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import type { LogicalType } from "./logical-type.ts";
import type { Rows } from "./thread-messages.ts";
import type { NumberColumn, StoredColumn, TextColumn } from "./stored-column.ts";
import { sketchBigInts } from "./bigint-stats.ts";
import type { BigIntSketch } from "./bigint-stats.ts";
import { placeOf, sketchOf } from "./numeric-stats.ts";
import type { Histogram, Sketch } from "./numeric-stats.ts";
import type { TextTable } from "./string-dictionary.ts";
import { textOfNumber, withPoint } from "./value-text.ts";

type Figures = Omit<ColumnSummary, "column" | "count" | "nulls">;

/** Over these rows, or all. */
export function summarizeColumn(position: number, column: StoredColumn, within: Rows): ColumnSummary {
  const count = within?.length ?? column.rows;
  const rows = rowsWithValue(column, within);
  const figures = column.form === "texts" ? ofTexts(column, rows, column.rows) : ofNumbers(column, rows);
  const valued = rows?.length ?? column.rows;
  return { column: position, count, nulls: count - valued, ...figures };
}

/** Undefined for all of them. */
function rowsWithValue({ missing, rows }: StoredColumn, within: Rows): Rows {
  if (missing === undefined) return within;
  const found = new Uint32Array(within?.length ?? rows);
  let count = 0;
  for (let at = 0; at < found.length; at += 1) {
    const row = within === undefined ? at : (within[at] ?? 0);
    if (missing[row] !== 1) found[count++] = row;
  }
  return found.subarray(0, count);
}

function ofTexts({ codes, texts, meaning }: TextColumn, rows: Rows, all: number): Figures {
  if (meaning.kind === "nested") return { distinct: null, distinctExact: true };
  const counts = countCodes(codes, texts.length, rows, all);
  let distinct = 0;
  for (let code = 0; code < counts.length; code += 1) if (counts[code] !== 0) distinct += 1;
  if (meaning.kind === "number" || meaning.kind === "decimal")
    return { distinct, distinctExact: true, ...endsOfWide(meaning, texts, counts) };
  if (meaning.kind === "bytes") return { distinct, distinctExact: true };
  const top = mostFrequent(counts, (a, b) => texts.compare(a, b));
  return {
    distinct,
    distinctExact: true,
    top: top.map((code) => ({ value: texts.text(code), count: counts[code] ?? 0 })),
  };
}

function countCodes(codes: Uint32Array, different: number, rows: Rows, all: number): Uint32Array {
  const counts = new Uint32Array(different);
  const length = rows?.length ?? all;
  for (let at = 0; at < length; at += 1) {
    const code = codes[rows === undefined ? at : (rows[at] ?? 0)] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Of integers too large for 64 bits. */
function endsOfWide(meaning: LogicalType, texts: TextTable, counts: Uint32Array): Partial<Figures> {
  let [least, most]: [bigint | undefined, bigint | undefined] = [undefined, undefined];
  for (const [code, text] of texts.all().entries()) {
    if (counts[code] === 0) continue;
    const value = BigInt(text);
    if (least === undefined || value < least) least = value;
    if (most === undefined || value > most) most = value;
  }
  if (least === undefined || most === undefined) return {};
  const digits = meaning.kind === "decimal" ? meaning.digits : 0;
  return { min: withPoint(least, digits), max: withPoint(most, digits) };
}

function mostFrequent(counts: Uint32Array, inOrder: (a: number, b: number) => number): readonly number[] {
  const top: number[] = [];
  const before = (a: number, b: number): boolean =>
    counts[a] === counts[b] ? inOrder(a, b) < 0 : (counts[a] ?? 0) > (counts[b] ?? 0);
  for (let code = 0; code < counts.length; code += 1) {
    const last = top.at(-1);
    if (counts[code] === 0 || (top.length === summaryTop && last !== undefined && !before(code, last)))
      continue;
    const place = top.findIndex((each) => before(code, each));
    top.splice(place === -1 ? top.length : place, 0, code);
    if (top.length > summaryTop) top.pop();
  }
  return top;
}

function ofNumbers(column: NumberColumn, rows: Rows): Figures {
  const { meaning, values, rows: all } = column;
  if (!(values instanceof Float64Array)) {
    const sketch = sketchBigInts(values, rows, all);
    if (sketch === undefined) return { distinct: 0, distinctExact: true };
    return { ...measured(meaning, sketch), ...inOrder(meaning, sketch, sketch.quantile) };
  }
  if (meaning.kind === "boolean") return ofBooleans(values, rows, all);
  const sketch = sketchOf(values, rows, all);
  const nans = meaning.kind === "number" ? { nans: sketch.nans } : {};
  if (sketch.count === 0) return { distinct: 0, distinctExact: true, ...nans };
  const quantile = (share: number): number => sketch.at(placeOf(sketch.count, share));
  return { ...measured(meaning, sketch), ...nans, ...inOrder(meaning, sketch, quantile) };
}

function measured(
  meaning: LogicalType,
  {
    mean,
    deviation,
    distinct,
    distinctExact,
  }: Pick<BigIntSketch, "mean" | "deviation" | "distinct" | "distinctExact">,
): Figures {
  const unit = meaning.kind === "decimal" ? 10 ** meaning.digits : 1;
  const isMeasured = meaning.kind === "number" || meaning.kind === "decimal";
  return {
    distinct,
    distinctExact,
    ...(isMeasured && Number.isFinite(mean) ? { mean: mean / unit } : {}),
    ...(isMeasured && Number.isFinite(deviation) ? { standardDeviation: deviation / unit } : {}),
  };
}

function inOrder<Value extends number | bigint>(
  meaning: LogicalType,
  { min, max, bins }: { readonly min: Value; readonly max: Value } & Pick<Sketch, "bins">,
  quantile: (share: number) => Value,
): Pick<Figures, "min" | "max" | "quartiles" | "histogram"> {
  const text = (value: Value): string => textOfNumber(meaning, value);
  return {
    min: text(min),
    max: text(max),
    quartiles: [text(quantile(0.25)), text(quantile(0.5)), text(quantile(0.75))],
    ...histogram(meaning, bins(summaryBins, meaning.kind === "number" || meaning.kind === "day")),
  };
}

function ofBooleans(values: Float64Array, rows: Rows, all: number): Figures {
  let trues = 0;
  if (rows === undefined) for (let row = 0; row < all; row += 1) trues += values[row] ?? 0;
  else for (let at = 0; at < rows.length; at += 1) trues += values[rows[at] ?? 0] ?? 0;
  const count = rows?.length ?? all;
  const top = [
    { value: "true", count: trues },
    { value: "false", count: count - trues },
  ].filter((each) => each.count > 0);
  if (count > 2 * trues) top.reverse();
  return { distinct: top.length, distinctExact: true, top };
}

function histogram(meaning: LogicalType, bins: Histogram | undefined): Pick<Figures, "histogram"> {
  if (bins === undefined) return {};
  const edge = (value: number): string =>
    textOfNumber(meaning, meaning.kind === "number" ? value : Math.round(value));
  return { histogram: { edges: bins.edges.map(edge), counts: [...bins.counts] } };
}
