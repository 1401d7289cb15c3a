/** Figures about columns, over all rows of a view, some columns at a time. Of many rows some figures are of a sample. */
import { Type } from "@uwdata/flechette";
import type { ColumnSummary } from "../../protocol/summary.ts";
import { exactRows } from "../sample-rows.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, sliceOf } from "./eager-frame.ts";
import { distinctOf } from "./estimate-distinct.ts";
import { histogramOf } from "./histogram.ts";
import type { Summarized } from "./histogram.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Polars } from "./polars-types.ts";
import { cell, numberCell, readRows } from "./read-rows.ts";
import { SummaryWords } from "./summary-expressions.ts";
import { mostFrequent } from "./most-frequent.ts";
import { valueText } from "./value-text.ts";
import type { Queried } from "./view-rows.ts";

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
