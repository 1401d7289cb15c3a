/** Figures about columns, over all rows of a view. Few columns at a time: a sorted copy of each is held meanwhile. */
import { Type } from "@uwdata/flechette";
import type { ColumnSummary } from "../../../protocol/frames/summary.ts";
import { summaryTop } from "../../../protocol/frames/summary.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf } from "./eager-frame.ts";
import { histogramOf } from "./histogram.ts";
import type { Summarized } from "./histogram.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { LazyFrame, Polars } from "./polars-words.ts";
import { cell, numberCell, readRows } from "./read-rows.ts";
import { valueText } from "./value-text.ts";
import type { Queried } from "./view-rows.ts";

const atOnce = 2;

export async function summarize(
  pl: Polars,
  { lazy, at }: Queried,
  columns: readonly PolarsColumn[],
  signal: AbortSignal,
): Promise<readonly ColumnSummary[]> {
  const summaries = new Array<ColumnSummary>(columns.length);
  const left = columns.entries();
  const work = async (): Promise<void> => {
    for (const [place, column] of left) {
      const values = lazily(pl, await collect(lazy.select(at(column).alias("v")), signal));
      summaries[place] = await summaryOf({ pl, values, column, signal });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return summaries;
}

const lazily = (pl: Polars, frame: object): LazyFrame => pl.LazyDataFrame(innerLazyOf(frame));

async function summaryOf(asked: Summarized): Promise<ColumnSummary> {
  const { column, pl, values, signal } = asked;
  const v = pl.nth(0);
  const isFloat = column.type.typeId === Type.Float;
  const counts = readRows(
    await collect(
      values.select(
        pl.len().alias("count"),
        v.nullCount().alias("nulls"),
        ...(isFloat ? [v.isNan().sum().alias("nans")] : []),
        ...(column.role === "bytes" ? [v.dropNulls().nUnique().alias("distinct")] : []),
      ),
      signal,
    ),
  );
  const base: ColumnSummary = {
    column: column.position,
    count: numberCell(counts, "count"),
    nulls: numberCell(counts, "nulls"),
    ...(isFloat ? { nans: numberCell(counts, "nans") } : {}),
    distinct: null,
    distinctExact: true,
  };
  switch (column.role) {
    case "number":
    case "time":
      return { ...base, ...(await ofNumbers(asked)) };
    case "text":
    case "boolean":
      return { ...base, ...(await ofTexts(asked)) };
    case "bytes":
      return { ...base, distinct: numberCell(counts, "distinct") };
    case "null":
      return { ...base, distinct: 0 };
    case "nested":
      return base;
  }
}

async function ofNumbers({ pl, values, column, signal }: Summarized): Promise<Partial<ColumnSummary>> {
  const { type, role } = column;
  const v = pl.nth(0);
  const present = type.typeId === Type.Float ? v.dropNulls().dropNans() : v.dropNulls();
  const sorted = await collect(values.select(present.sort()), signal);
  const count = heightOf(sorted);
  if (count === 0) return { distinct: 0 };
  const inOrder = lazily(pl, sorted);
  const places = [0, ...[0.25, 0.5, 0.75].map((part) => Math.ceil(part * count) - 1), count - 1];
  const figures = readRows(
    await collect(
      inOrder.select(
        ...places.map((place, index) => v.slice(place, 1).alias(`p${index}`)),
        v.nUnique().alias("distinct"),
        ...(role === "number"
          ? [v.cast(pl.Float64).mean().alias("mean"), v.cast(pl.Float64).std().alias("std")]
          : []),
      ),
      signal,
    ),
  );
  const at = (index: number): unknown => cell(figures, `p${index}`);
  const text = (index: number): string => valueText(type, at(index));
  const finite = (name: string): number | undefined => {
    const value = cell(figures, name);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const [mean, standardDeviation] = [finite("mean"), finite("std")];
  const histogram = await histogramOf({ pl, values: inOrder, column, signal }, at(0), at(4));
  return {
    distinct: numberCell(figures, "distinct"),
    min: text(0),
    quartiles: [text(1), text(2), text(3)],
    max: text(4),
    ...(mean === undefined ? {} : { mean }),
    ...(standardDeviation === undefined ? {} : { standardDeviation }),
    ...(histogram === undefined ? {} : { histogram }),
  };
}

async function ofTexts({ pl, values, column, signal }: Summarized): Promise<Partial<ColumnSummary>> {
  const v = column.categories ? pl.nth(0).cast(pl.String) : pl.nth(0);
  const grouped = values
    .select(v.alias("value"))
    .filter(pl.nth(0).isNotNull())
    .groupBy([pl.nth(0)], true)
    .agg(pl.len().alias("count"));
  const groups = await collect(grouped, signal);
  // Of equally frequent values those that come first: there may be as many as rows, which are not all sorted for that.
  const most = lazily(pl, groups)
    .sort([pl.nth(1)], [true], [true], true)
    .slice(0, summaryTop);
  const top = readRows(await collect(most, signal));
  return {
    distinct: heightOf(groups),
    top: (top.get("value")?.values ?? []).map((value, row) => ({
      value: valueText(column.type, value),
      count: numberCell(top, "count", row),
    })),
  };
}
