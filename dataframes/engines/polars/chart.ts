/** What charts are drawn from: few rows, whatever the view has. */
import { Type } from "@uwdata/flechette";
import type { Aggregate, Chart, ChartResult } from "../../protocol/chart.ts";
import { mostColors } from "../../protocol/chart-limits.ts";
import { sampleRows } from "../sample-rows.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { bucketLines } from "../bucket-lines.ts";
import type { BucketPoint } from "../bucket-lines.ts";
import { bucketExpression, bucketsOf, bucketText, placesOf } from "./buckets.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame, Polars } from "./polars-types.ts";
import { cell, numberCell, readRows } from "./read-rows.ts";
import type { Queried } from "./view-rows.ts";

export interface Drawn {
  readonly result: ChartResult;
  readonly stream: Uint8Array;
}

export interface ChartColumns {
  readonly x: PolarsColumn;
  readonly y: PolarsColumn | undefined;
  readonly color: PolarsColumn | undefined;
}

interface Drawing {
  readonly pl: Polars;
  readonly chart: Chart;
  readonly columns: ChartColumns;
  /** Columns `x`, `y` and `color`, as far as they are asked for; rows without x or y left out. */
  readonly rows: LazyFrame;
  readonly height: number;
  readonly signal: AbortSignal;
}

export async function draw(
  pl: Polars,
  { lazy, at }: Queried,
  chart: Chart,
  columns: ChartColumns,
  signal: AbortSignal,
): Promise<Drawn> {
  checkRoles(chart, columns);
  const { x, y, color } = columns;
  const needed = [
    (x.categories ? at(x).cast(pl.String) : at(x)).alias("x"),
    ...(y === undefined ? [] : [at(y).cast(pl.Float64).alias("y")]),
    ...(color === undefined ? [] : [at(color).cast(pl.String).alias("color")]),
  ];
  const present = [
    hasValue(pl.col("x"), x),
    ...(y === undefined ? [] : [pl.col("y").isNotNull().and(pl.col("y").isNotNan())]),
  ];
  const found = lazy.select(...needed).filter(present.reduce((all, each) => all.and(each)));
  const frame = await collect(found, signal);
  const rows = pl.LazyDataFrame(innerLazyOf(frame));
  const drawing = { pl, chart, columns, rows, height: heightOf(frame), signal };
  const seen = color === undefined ? drawing : { ...drawing, rows: await ofMainColors(drawing) };
  const { points, reduced } = await pointsOf(seen);
  const wanted = ["x", "x2", "y", "color"].filter((name) => points.columns.includes(name));
  const stream = streamOf(await collect(points.select(...wanted.map((name) => pl.col(name))), signal));
  return { result: { rows: drawing.height, reduced }, stream };
}

function checkRoles({ kind, aggregate }: Chart, { x, y, color }: ChartColumns): void {
  if (kind !== "histogram" && y === undefined && (kind === "scatter" || aggregate !== "count"))
    throw new DataframeError("bad-request", "This chart needs a column for y.");
  for (const { role, name, label } of [x, ...(color === undefined ? [] : [color])])
    if (role === "nested" || role === "bytes" || role === "null")
      throw new DataframeError("unsupported", `The values of "${name}" (${label}) cannot be drawn.`);
  if (color?.type.typeId === Type.Duration)
    throw new DataframeError("unsupported", `Durations such as those of "${color.name}" cannot be colours.`);
  if (y !== undefined && y.role !== "number" && y.role !== "boolean")
    throw new DataframeError(
      "unsupported",
      `The values of "${y.name}" (${y.label}) are no numbers to draw upwards.`,
    );
  if (kind === "histogram" && x.role !== "number" && x.role !== "time")
    throw new DataframeError(
      "unsupported",
      `A histogram needs numbers or times; "${x.name}" holds ${x.label}.`,
    );
}

const hasValue = (values: Expr, { type }: PolarsColumn): Expr =>
  type.typeId === Type.Float ? values.isNotNull().and(values.isNotNan()) : values.isNotNull();

async function ofMainColors({ pl, rows, signal }: Drawing): Promise<LazyFrame> {
  const color = pl.col("color");
  const counts = rows.select(color).groupBy([color], false).agg(pl.len().alias("n"));
  const most = counts
    .sort([pl.nth(1), pl.nth(0)], [true, false], [true, true], false)
    .slice(0, mostColors + 1);
  const names = readRows(await collect(most, signal)).get("color")?.values ?? [];
  const texts = names.filter((name) => typeof name === "string");
  const main = color.isIn(texts);
  return rows.filter(texts.length < names.length ? main.or(color.isNull()) : main);
}

interface Points {
  readonly points: LazyFrame;
  readonly reduced: boolean;
}

function pointsOf(drawing: Drawing): Promise<Points> | Points {
  switch (drawing.chart.kind) {
    case "bar":
      return bars(drawing);
    case "line":
      return line(drawing);
    case "histogram":
      return histogram(drawing);
    case "scatter":
      return sample(drawing);
  }
}

/** The bars of values that more rows have come first. */
function bars({ pl, chart, columns, rows }: Drawing): Points {
  const groups = grouped(pl, rows, pl.col("x"), columns, chart.aggregate);
  const ranked = groups.select(pl.col("*"), pl.col("n").sum().over("x").alias("rank"));
  const by = [pl.col("rank"), pl.col("x"), pl.col("n")];
  const values = ranked.groupBy([pl.col("x"), pl.col("rank")], false).agg(pl.len().alias("colors"));
  const first = values.sort(by.slice(0, 2), [true, false], [true, true], false).slice(0, chart.most);
  return {
    points: ofThese(ranked, first).sort(by, [true, false, true], [true, true, true], false),
    reduced: false,
  };
}

/** What has one of these values of x: each may have as many rows as there are colours. */
const ofThese = (groups: LazyFrame, first: LazyFrame): LazyFrame =>
  groups.join(first, { on: ["x"], how: "semi" });

async function line(drawing: Drawing): Promise<Points> {
  const { pl, chart, columns, rows, signal } = drawing;
  const different = readRows(await collect(rows.select(pl.col("x").nUnique().alias("n")), signal));
  const tooMany = numberCell(different, "n") > chart.most;
  const { role } = columns.x;
  if (tooMany && (role === "number" || role === "time"))
    return { points: await inBuckets(drawing), reduced: true };
  const groups = inOrder(pl, grouped(pl, rows, pl.col("x"), columns, chart.aggregate));
  if (!tooMany) return { points: groups, reduced: false };
  const values = rows
    .select(pl.col("x"))
    .groupBy([pl.col("x")], false)
    .agg(pl.len().alias("rows"));
  const first = values.sort([pl.col("x")], [false], [true], false).slice(0, chart.most);
  return { points: inOrder(pl, ofThese(groups, first)), reduced: true };
}

async function histogram(drawing: Drawing): Promise<Points> {
  const counted = { ...drawing, chart: { ...drawing.chart, aggregate: "count" as const } };
  return { points: await inBuckets(counted), reduced: true };
}

async function inBuckets({ pl, chart, columns, rows, signal }: Drawing): Promise<LazyFrame> {
  const { x, color } = columns;
  const ends = readRows(
    await collect(rows.select(pl.col("x").min().alias("min"), pl.col("x").max().alias("max")), signal),
  );
  const [min, max] = [cell(ends, "min"), cell(ends, "max")];
  if (min === null)
    return grouped(pl, rows, pl.col("x"), columns, chart.aggregate).select(
      pl.col("*"),
      pl.col("x").alias("x2"),
    );
  const buckets = bucketsOf(x, min, max, chart.most);
  const place = bucketExpression(pl, x, pl.col("x"), buckets);
  const groups = inOrder(pl, grouped(pl, rows, place, columns, chart.aggregate));
  const found = pointsFrom(readRows(await collect(groups, signal)));
  const isLine = chart.kind === "line";
  const points = isLine ? bucketLines(found, buckets.count, chart.aggregate === "count") : found;
  const text = (bucket: number): string => bucketText(x, buckets.startOf(bucket));
  const drawn = pl.DataFrame({
    x: points.map(({ bucket }) => text(bucket)),
    x2: points.map(({ bucket }) => text(bucket + 1)),
    y: points.map(({ y }) => y),
    color: points.map((point) => point.color ?? null),
  });
  return drawn
    .lazy()
    .select(
      placesOf(pl, x, pl.col("x")).alias("x"),
      ...(isLine ? [] : [placesOf(pl, x, pl.col("x2")).alias("x2")]),
      pl.col("y").cast(pl.Float64),
      ...(color === undefined ? [] : [pl.col("color").cast(pl.String)]),
    );
}

function pointsFrom(groups: ReturnType<typeof readRows>): readonly BucketPoint[] {
  const [y, color] = [groups.get("y"), groups.get("color")];
  return (groups.get("x")?.values ?? []).map((bucket, row) => {
    const [height, tint] = [y?.values[row], color?.values[row]];
    return {
      bucket: Number(bucket),
      y: height === null || height === undefined ? null : Number(height),
      color: color === undefined ? undefined : typeof tint === "string" ? tint : null,
    };
  });
}

/** Columns `x`, `color` where it is asked for, `y` and the count `n`. */
function grouped(
  pl: Polars,
  rows: LazyFrame,
  x: Expr,
  { color }: ChartColumns,
  aggregate: Aggregate,
): LazyFrame {
  const keys = [x.alias("x"), ...(color === undefined ? [] : [pl.col("color")])];
  return rows.groupBy(keys, false).agg(aggregated(pl, aggregate).alias("y"), pl.len().alias("n"));
}

function inOrder(pl: Polars, groups: LazyFrame): LazyFrame {
  const by = [pl.col("x"), pl.col("n")];
  return groups.sort(by, [false, true], [true, true], false);
}

function aggregated(pl: Polars, aggregate: Aggregate): Expr {
  const y = pl.col("y");
  switch (aggregate) {
    case "count":
      return pl.len();
    case "sum":
      return y.sum();
    case "mean":
      return y.mean();
    case "median":
      return y.median();
    case "min":
      return y.min();
    case "max":
      return y.max();
  }
}

async function sample({ pl, chart, rows, signal }: Drawing): Promise<Points> {
  const height = heightOf(await collect(rows, signal));
  if (height <= chart.most) return { points: rows, reduced: false };
  const dots = pl.Series("", sampleRows(height, chart.most), pl.UInt32);
  return { points: rows.select(pl.col("*").gather(dots)), reduced: true };
}
