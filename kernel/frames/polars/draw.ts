/** What charts are drawn from: few rows, whatever the view has. */
import { Type } from "@uwdata/flechette";
import type { Aggregate, Chart, ChartResult } from "../../../protocol/frames/chart.ts";
import { FrameError } from "../frame-engine.ts";
import { bucketsOf } from "./buckets.ts";
import { collect } from "./collect.ts";
import { heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame, Polars } from "./polars-words.ts";
import { cell, numberCell, readRows } from "./read-rows.ts";
import type { Queried } from "./view-rows.ts";

const mostColors = 12;

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
    throw new FrameError("bad-request", "This chart needs a column for y.");
  for (const { role, name, label } of [x, ...(color === undefined ? [] : [color])])
    if (role === "nested" || role === "bytes" || role === "null")
      throw new FrameError("unsupported", `The values of "${name}" (${label}) cannot be drawn.`);
  if (color?.type.typeId === Type.Duration)
    throw new FrameError("unsupported", `Durations such as those of "${color.name}" cannot be colours.`);
  if (y !== undefined && y.role !== "number" && y.role !== "boolean")
    throw new FrameError(
      "unsupported",
      `The values of "${y.name}" (${y.label}) are no numbers to draw upwards.`,
    );
  if (kind === "histogram" && x.role !== "number" && x.role !== "time")
    throw new FrameError("unsupported", `A histogram needs numbers or times; "${x.name}" holds ${x.label}.`);
}

const hasValue = (values: Expr, { type }: PolarsColumn): Expr =>
  type.typeId === Type.Float ? values.isNotNull().and(values.isNotNan()) : values.isNotNull();

async function ofMainColors({ pl, rows, signal }: Drawing): Promise<LazyFrame> {
  const color = pl.col("color");
  const counts = rows.select(color).groupBy([color], false).agg(pl.len().alias("n"));
  const most = counts.sort([pl.nth(1), pl.nth(0)], [true, false], [true, true], false).slice(0, mostColors);
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
  const { most, aggregate } = chart;
  const groups = grouped(pl, rows, pl.col("x"), columns, aggregate);
  const ranked = groups.select(pl.col("*"), pl.col("n").sum().over("x").alias("rank"));
  const by = [pl.col("rank"), pl.col("x"), pl.col("n")];
  return {
    points: ranked.sort(by, [true, false, true], [true, true, true], false).slice(0, most),
    reduced: false,
  };
}

async function line(drawing: Drawing): Promise<Points> {
  const { pl, chart, columns, rows, signal } = drawing;
  const different = readRows(await collect(rows.select(pl.col("x").nUnique().alias("n")), signal));
  const tooMany = numberCell(different, "n") > chart.most;
  const { role } = columns.x;
  if (tooMany && (role === "number" || role === "time"))
    return { points: await inBuckets(drawing), reduced: true };
  const groups = grouped(pl, rows, pl.col("x"), columns, chart.aggregate);
  return { points: inOrder(pl, groups).slice(0, chart.most), reduced: tooMany };
}

async function histogram(drawing: Drawing): Promise<Points> {
  const counted = { ...drawing, chart: { ...drawing.chart, aggregate: "count" as const } };
  return { points: await inBuckets(counted), reduced: true };
}

async function inBuckets({ pl, chart, columns, rows, signal }: Drawing): Promise<LazyFrame> {
  const { x } = columns;
  const ends = readRows(
    await collect(rows.select(pl.col("x").min().alias("min"), pl.col("x").max().alias("max")), signal),
  );
  const [min, max] = [cell(ends, "min"), cell(ends, "max")];
  if (min === null)
    return grouped(pl, rows, pl.col("x"), columns, chart.aggregate).select(
      pl.col("*"),
      pl.col("x").alias("x2"),
    );
  const buckets = bucketsOf(pl, x, min, max, chart.most);
  const groups = inOrder(pl, grouped(pl, rows, buckets.bucket(pl.col("x")), columns, chart.aggregate));
  const others = [pl.col("y"), ...(columns.color === undefined ? [] : [pl.col("color")])];
  return groups.select(
    buckets.start(pl.col("x")).alias("x"),
    ...(chart.kind === "histogram" ? [buckets.start(pl.col("x").add(1)).alias("x2")] : []),
    ...others,
  );
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

function sample({ pl, chart, rows, height }: Drawing): Points {
  const step = Math.max(Math.ceil(height / chart.most), 1);
  return { points: rows.select(pl.col("*").gatherEvery(step)), reduced: step > 1 };
}
