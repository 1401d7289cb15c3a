/** Figures about columns, over all rows of a view, some columns at a time. Of many rows some figures are of a sample. */
import { Type } from "@uwdata/flechette";
import { summaryTop } from "../../protocol/summary-limits.ts";
import type { ColumnSummary } from "../../protocol/summary.ts";
import { exactRows, sampledRows } from "../sample-rows.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, seriesOf, sliceOf } from "./eager-frame.ts";
import { histogramOf, type Summarized } from "./histogram.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { LazyFrame, Polars, PolarsSeries } from "./polars-types.ts";
import { cell, numberCell, readRows } from "./read-rows.ts";
import { SummaryWords } from "./summary-expressions.ts";
import { valueText } from "./value-text.ts";
import type { Queried } from "./view-rows.ts";

/** How many different values there are: counted where they are few, else estimated from those whose hashes are small. */

/** So many different values in a sample are few. */
const few = sampledRows / 10;

type Distinct = Pick<ColumnSummary, "distinct" | "distinctExact">;

/** @param part values of the column, all of them where these are not many @param known how many the column has */
async function distinctOf(asked: Summarized, part: object, known: number): Promise<Distinct> {
  const { pl, words, values, count, column, signal } = asked;
  const inPart = await different(asked, pl.LazyDataFrame(innerLazyOf(part)));
  if (count <= exactRows) return { distinct: inPart, distinctExact: true };
  if (inPart >= few) return estimated(asked, inPart, known);
  const present = await collect(values.select(words.present(column)), signal);
  const all = pl.LazyDataFrame(innerLazyOf(present));
  return { distinct: await different(asked, all), distinctExact: true };
}

/** A few percent off where there are as many as {@link few}. @param least there are at least so many */
async function estimated(asked: Summarized, least: number, known: number): Promise<Distinct> {
  const { words, values } = asked;
  const { hashed, small, share } = words.hashes;
  const found = await different(asked, values.select(hashed).filter(small));
  return { distinct: Math.min(Math.max(found * share, least), known), distinctExact: false };
}

async function different({ words, signal }: Summarized, values: Summarized["values"]): Promise<number> {
  return numberCell(readRows(await collect(values.select(words.different), signal)), "different");
}

/** The most frequent values of a column, and how many different ones it has. */

/** Values of a sample that are counted in all rows, where counting all values takes long. */
const candidates = 64;

type Figures = Pick<ColumnSummary, "distinct" | "distinctExact" | "top">;

/** @param known how many values there are */
async function mostFrequent(asked: Summarized, known: number): Promise<Figures> {
  const { pl, words, values, count, column, signal } = asked;
  const plain = values.select(words.text(column));
  if (count > exactRows) {
    const part = await collect(grouped(asked, plain.select(words.part(count))), signal);
    if (heightOf(part) >= few) {
      const likely = await collect(first(asked, part, candidates).select(words.v), signal);
      // SAFETY: a column of a polars frame is a polars series.
      const among = words.v.isIn(pl.lit(seriesOf(likely) as PolarsSeries));
      const groups = await collect(grouped(asked, plain.filter(among)), signal);
      return { ...(await estimated(asked, heightOf(part), known)), top: await topOf(asked, groups) };
    }
  }
  const groups = await collect(grouped(asked, plain), signal);
  return { distinct: heightOf(groups), distinctExact: true, top: await topOf(asked, groups) };
}

/** Of equally frequent values those that come first: there may be as many as rows, which are not all sorted for that. */
function first({ pl, words }: Summarized, groups: object, most: number): LazyFrame {
  return pl.LazyDataFrame(innerLazyOf(groups)).sort([words.counted], [true], [true], true).slice(0, most);
}

const grouped = ({ words }: Summarized, values: LazyFrame): LazyFrame =>
  values.filter(words.known).groupBy([words.v], true).agg(words.rows);

async function topOf(asked: Summarized, groups: object): Promise<ColumnSummary["top"]> {
  const top = readRows(await collect(first(asked, groups, summaryTop), asked.signal));
  return (top.get("v")?.values ?? []).map((value, row) => ({
    value: valueText(asked.column.type, value),
    count: numberCell(top, "count", row),
  }));
}

/** As many as keep two cores at work; each has some copies of its column meanwhile. */
const atOnce = 3;

export async function summarize(
  pl: Polars,
  { lazy, at }: Queried,
  columns: readonly PolarsColumn[],
  signal: AbortSignal,
): Promise<readonly ColumnSummary[]> {
  const summaries = new Array<ColumnSummary>(columns.length);
  const left = columns.entries();
  const words = new SummaryWords(pl);
  const slices = new TimeSlicer(signal);
  const work = async (): Promise<void> => {
    for (const [place, column] of left) {
      const frame = await collect(lazy.select(at(column)), signal);
      const values = pl.LazyDataFrame(innerLazyOf(frame));
      const asked = { pl, words, values, count: heightOf(frame), column, signal, slices };
      summaries[place] = await summaryOf(asked);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return summaries;
}

async function summaryOf(asked: Summarized): Promise<ColumnSummary> {
  const { column, words, values, count, signal } = asked;
  const figures = words.figures(column);
  await asked.slices.rest();
  const found = readRows(await collect(values.select(...figures), signal));
  const nulls = numberCell(found, "nulls");
  const isFloat = column.type.typeId === Type.Float;
  const nans = isFloat ? numberCell(found, "nans") : 0;
  const base: ColumnSummary = {
    column: column.position,
    count,
    nulls,
    ...(isFloat ? { nans } : {}),
    distinct: null,
    distinctExact: true,
  };
  const known = count - nulls - nans;
  switch (column.role) {
    case "number":
    case "time":
      return known === 0 ? { ...base, distinct: 0 } : { ...base, ...(await ofNumbers(asked, found, known)) };
    case "text":
    case "boolean":
      return { ...base, ...(await mostFrequent(asked, known)) };
    case "bytes":
      return { ...base, distinct: numberCell(found, "distinct") };
    case "null":
      return { ...base, distinct: 0 };
    case "nested":
      return base;
  }
}

async function ofNumbers(
  asked: Summarized,
  found: ReturnType<typeof readRows>,
  known: number,
): Promise<Partial<ColumnSummary>> {
  const { column, words, values, count, signal, slices } = asked;
  const [min, max] = [cell(found, "min"), cell(found, "max")];
  const text = (value: unknown): string => valueText(column.type, value);
  const finite = (name: string): number | undefined => {
    const value = cell(found, name);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const [mean, standardDeviation] = [finite("mean"), finite("std")];
  const sorted = await collect(values.select(words.sortedPart(column, count)), signal);
  const sampled = heightOf(sorted);
  const quartiles = [0.25, 0.5, 0.75].map((share) =>
    text(valueAt(sorted, Math.max(Math.ceil(share * sampled) - 1, 0))),
  );
  await slices.rest();
  const distinct = await distinctOf(asked, sorted, known);
  const histogram = await histogramOf(asked, min, max);
  return {
    ...distinct,
    min: text(min),
    ...(sampled === 0 ? {} : { quartiles: quartiles as [string, string, string] }), // SAFETY: three shares.
    ...(sampled > 0 && count > exactRows ? { quartilesSampled: true } : {}),
    max: text(max),
    ...(mean === undefined ? {} : { mean }),
    ...(standardDeviation === undefined ? {} : { standardDeviation }),
    ...(histogram === undefined ? {} : { histogram }),
  };
}

/** Of the only column, which is called `v`. */
function valueAt(frame: object, row: number): unknown {
  const slice = sliceOf(frame, row, 1, ["v"]);
  return slice === undefined ? null : cell(readRows(slice), "v");
}
