/** How values spread between their ends. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { summaryBins } from "../../protocol/summary-limits.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import { collect } from "./collect.ts";
import { countFrom } from "./count-of.ts";
import { decimalText } from "./literal.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { TimeSlicer } from "../time-slicer.ts";
import type { Expr, LazyFrame, Polars } from "./polars-types.ts";
import { numberCell, readRows } from "./read-rows.ts";
import type { SummaryWords } from "./summary-expressions.ts";
import { valueText } from "./value-text.ts";

/** One column's summary in the making. */
export interface Summarized {
  readonly pl: Polars;
  readonly words: SummaryWords;
  /** The column alone, as it is. */
  readonly values: LazyFrame;
  /** How many rows. */
  readonly count: number;
  readonly column: PolarsColumn;
  readonly signal: AbortSignal;
  readonly slices: TimeSlicer;
}

/** Where equal bins begin: `scale` bins fit into one of what `offset` counts; with `scale` 1 each whole number has its own. */
interface Bins {
  readonly count: number;
  readonly offset: Expr;
  readonly scale: number;
  /** The lower end of a bin; the upper end of the last one is that of the bin after it. */
  readonly edge: (bin: number) => string;
}

/** Undefined where one of the ends is infinite. @param min and max as Arrow gives them */
export async function histogramOf(
  { pl, words, values, column, signal, slices }: Summarized,
  min: unknown,
  max: unknown,
): Promise<ColumnSummary["histogram"]> {
  await slices.rest();
  /** Asked only of those that may have a bin each. */
  const areWhole = async (): Promise<boolean> => {
    const [least, most] = [Number(min), Number(max)];
    if (!Number.isInteger(least) || !Number.isInteger(most) || most - least >= summaryBins) return false;
    const broken = values.select(
      words.present(column).neq(words.present(column).floor()).sum().alias("broken"),
    );
    return numberCell(readRows(await collect(broken, signal)), "broken") === 0;
  };
  const bins =
    column.type.typeId === Type.Float
      ? floatBins(pl, words.v, Number(min), Number(max), await areWhole())
      : stepBins(pl, words.v, column.type, min, max);
  if (bins === undefined) return undefined;
  const grouped = values.select(binOf(pl, bins).alias("bin")).groupBy([words.v], false).agg(words.rows);
  await slices.rest();
  const read = readRows(await collect(grouped, signal));
  const counts = new Array<number>(bins.count).fill(0);
  const found = read.get("bin")?.values ?? [];
  for (const [row, bin] of found.entries()) {
    if (bin === null || bin === undefined) continue; // missing, or NaN
    const place = Math.min(Number(bin), bins.count - 1);
    counts[place] = (counts[place] ?? 0) + Number(read.get("count")?.values[row]);
  }
  return { edges: Array.from({ length: bins.count + 1 }, (_, bin) => bins.edge(bin)), counts };
}

/** The number of the bin; what lies at the upper end counts one more than the last. */
function binOf(pl: Polars, { offset, scale }: Bins): Expr {
  return offset.mul(scale).cast(pl.UInt8, false);
}

function stepBins(pl: Polars, values: Expr, type: DataType, min: unknown, max: unknown): Bins {
  const [first, last] = [countFrom(min, type), countFrom(max, type)];
  const range = last - first;
  const few = range < BigInt(summaryBins);
  if (few && (type.typeId === Type.Int || type.typeId === Type.Date))
    return {
      count: Number(range) + 1,
      offset: offsetOf(pl, stepsOf(pl, values, type), type, first, last),
      scale: 1,
      edge: (bin) => edgeText(type, first, BigInt(bin), 1, 1),
    };
  const count = range === 0n ? 1 : type.typeId === Type.Timestamp && few ? Number(range) : summaryBins;
  const steps =
    type.typeId === Type.Decimal ? values.cast(pl.Float64).mul(10 ** type.scale) : stepsOf(pl, values, type);
  return {
    count,
    offset: type.typeId === Type.Decimal ? steps.sub(Number(first)) : offsetOf(pl, steps, type, first, last),
    scale: range === 0n ? 0 : count / Number(range),
    edge: (bin) => edgeText(type, first, range, bin, count),
  };
}

/** @param whole whether all values are whole numbers */
function floatBins(pl: Polars, values: Expr, min: number, max: number, whole: boolean): Bins | undefined {
  const range = whole ? max + 1 - min : max - min;
  if (!Number.isFinite(range)) return undefined;
  const count = whole ? range : range === 0 ? 1 : summaryBins;
  return {
    count,
    offset: values.cast(pl.Float64).sub(min),
    scale: range === 0 ? 0 : count / range,
    edge: (bin) => String(bin === count ? min + range : min + (range / count) * bin),
  };
}

/** Wide integers lose their last digits as floating-point numbers, so their beginning is taken away before. */
function offsetOf(pl: Polars, steps: Expr, type: DataType, first: bigint, last: bigint): Expr {
  const safe = first > -(2n ** 53n) && last < 2n ** 53n;
  if (safe || last - first >= 2n ** 63n) return steps.cast(pl.Float64).sub(Number(first));
  const wide = type.typeId === Type.Int && !type.signed ? pl.UInt64 : pl.Int64;
  return steps.sub(pl.lit(String(first)).cast(wide)).cast(pl.Float64);
}

/** Points in time as what they count. */
const stepsOf = (pl: Polars, values: Expr, type: DataType): Expr =>
  type.typeId === Type.Int ? values : values.cast(pl.Int64);

function edgeText(type: DataType, first: bigint, range: bigint, bin: number, count: number): string {
  const steps = range * BigInt(bin);
  const edge = first + steps / BigInt(count);
  switch (type.typeId) {
    case Type.Int:
      return steps % BigInt(count) === 0n || range > BigInt(Number.MAX_SAFE_INTEGER)
        ? String(edge)
        : String(Number(first) + Number(steps) / count);
    case Type.Decimal:
      return decimalText(edge, type.scale);
    case Type.Date:
      return valueText(type, Number(edge) * 86_400_000);
    default:
      return valueText(type, edge);
  }
}
