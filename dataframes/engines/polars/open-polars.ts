/** Looks into dataframes of nodejs-polars, with the library itself. */
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { ValuesResult } from "../../protocol/reply.ts";
import type { ExportFormat } from "../../protocol/request.ts";
import type { View } from "../../protocol/view.ts";
import type { DataframeEngine } from "../engine.ts";
import { draw } from "./chart.ts";
import { asDataframeError, collect } from "./collect.ts";
import { heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import { EagerRows } from "./eager-rows.ts";
import { columnAt } from "./expression-context.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame, Polars } from "./polars-types.ts";
import { numberCell, readRows } from "./read-rows.ts";
import { eagerSource, lazySource, type Source } from "./source.ts";
import { summarize } from "./summarize.ts";
import { hasJson, hasText } from "./text-search.ts";
import { valueText } from "./value-text.ts";
import { viewCode } from "./view-code.ts";
import { checkOnce, ordered, type Queried, type ViewRows, type Windowed } from "./view-rows.ts";

/** Views of a query: each window runs it anew, and reading past its end tells how many rows there are. */
class LazyRows implements ViewRows {
  readonly #source: Source;
  /** Rows of views, by their filters. */
  readonly #counts = new Map<string, number>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Known once the frame was read to its end. */
  get height(): number | null {
    return this.#counts.get(countKey({ filters: [], search: "" })) ?? null;
  }

  async window(
    view: View,
    offset: number,
    limit: number,
    columns: readonly PolarsColumn[],
    signal: AbortSignal,
  ): Promise<Windowed> {
    const { lazy, at } = ordered(this.#source, view);
    const frame = await collect(lazy.slice(offset, limit).select(...columns.map(at)), signal);
    const key = countKey(view);
    const found = columns.length === 0 ? limit : heightOf(frame);
    if (found < limit && (found > 0 || offset === 0)) this.#counts.set(key, offset + found);
    return { rows: this.#counts.get(key) ?? null, stream: streamOf(frame) };
  }

  /** Runs the query once for all columns that are asked about. */
  async query(view: View, columns: readonly PolarsColumn[], signal: AbortSignal): Promise<Queried> {
    const { pl } = this.#source;
    const places = new Map([...new Set(columns)].map((column, place) => [column, place]));
    const { lazy, at } = ordered(this.#source, { ...view, sort: [] });
    const frame = await collect(lazy.select(...[...places.keys()].map(at)), signal);
    this.#counts.set(countKey(view), heightOf(frame));
    return {
      lazy: pl.LazyDataFrame(innerLazyOf(frame)),
      at: (column) => pl.nth(places.get(column) ?? -1),
    };
  }
}

const countKey = ({ filters, search }: Pick<View, "filters" | "search">): string =>
  JSON.stringify({ filters, search });

/** @param value a DataFrame or a Series @param require one of the notebook's place, for the library of the value */
export function openPolars(value: object, require: NodeJS.Require): DataframeEngine {
  const source = eagerSource(value, require);
  const height = source.eager.height;
  return new PolarsEngine(source, new EagerRows(source), () => height);
}

/** @param value a LazyFrame */
export function openPolarsLazy(value: object, require: NodeJS.Require): DataframeEngine {
  const source = lazySource(value, require);
  const rows = new LazyRows(source);
  return new PolarsEngine(source, rows, () => rows.height);
}

class PolarsEngine implements DataframeEngine {
  readonly #source: Source;
  readonly #rows: ViewRows;
  readonly #height: () => number | null;

  constructor(source: Source, rows: ViewRows, height: () => number | null) {
    this.#source = source;
    this.#rows = rows;
    this.#height = height;
  }

  describe: DataframeEngine["describe"] = () => ({
    kind: this.#source.kind,
    rows: this.#height(),
    columns: this.#source.columns.map(({ name, label, role }) => ({ name, type: label, role })),
  });

  window: DataframeEngine["window"] = ({ view, offset, limit, columns }, signal) =>
    answering(signal, () => this.#rows.window(view, offset, limit, this.#once(columns), signal));

  summarize: DataframeEngine["summarize"] = (view, columns, signal) =>
    answering(signal, async () => {
      const wanted = this.#columns(columns);
      const rows = await this.#rows.query(view, wanted, signal);
      return summarize(this.#source.pl, rows, wanted, signal);
    });

  values: DataframeEngine["values"] = (view, position, search, limit, signal) =>
    answering(signal, async () => {
      const column = this.#column(position);
      const rows = await this.#rows.query(view, [column], signal);
      return distinctValues(this.#source.pl, rows, column, search, limit, signal);
    });

  chart: DataframeEngine["chart"] = (view, chart, signal) =>
    answering(signal, async () => {
      const x = this.#column(chart.x);
      const isCounted =
        chart.kind === "histogram" || (chart.kind !== "scatter" && chart.aggregate === "count");
      const y = chart.y === undefined || isCounted ? undefined : this.#column(chart.y);
      const color = chart.color === undefined ? undefined : this.#column(chart.color);
      const wanted = [x, y, color].filter((column) => column !== undefined);
      const rows = await this.#rows.query(view, wanted, signal);
      return draw(this.#source.pl, rows, chart, { x, y, color }, signal);
    });

  write: DataframeEngine["write"] = (path, format, view, columns, signal) =>
    answering(signal, () => {
      const rows = ordered(this.#source, view);
      return writeView(this.#source.pl, rows, this.#once(columns), path, format, signal);
    });

  code: DataframeEngine["code"] = (view, columns, name) => viewCode(this.#source, view, columns, name);

  #column(position: number): PolarsColumn {
    return columnAt(this.#source, position);
  }

  #columns(positions: readonly number[]): readonly PolarsColumn[] {
    return positions.map((position) => this.#column(position));
  }

  #once(positions: readonly number[]): readonly PolarsColumn[] {
    const columns = this.#columns(positions);
    checkOnce(columns);
    return columns;
  }
}

/** Queries fail while they are made as well as while they run. */
async function answering<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  signal.throwIfAborted();
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    throw asDataframeError(error);
  }
}

/** The different values of a column, most frequent first. */
async function distinctValues(
  pl: Polars,
  { lazy, at }: Queried,
  column: PolarsColumn,
  search: string,
  limit: number,
  signal: AbortSignal,
): Promise<ValuesResult> {
  if (column.role === "nested" || column.role === "bytes")
    throw new DataframeError(
      "unsupported",
      `The values of "${column.name}" (${column.label}) cannot be listed.`,
    );
  const values = column.categories ? at(column).cast(pl.String) : at(column);
  const groups = lazy
    .select(values.alias("value"))
    .groupBy([pl.nth(0)], false)
    .agg(pl.len().alias("count"));
  const words = { pl, columns: [column], of: () => pl.nth(0) };
  const found = search === "" ? groups : groups.filter(hasText(words, column, search) ?? pl.lit(false));
  const rows = readRows(
    await collect(
      found.sort([pl.nth(1), pl.nth(0)], [true, false], [true, true], false).slice(0, limit + 1),
      signal,
    ),
  );
  const all = rows.get("value")?.values ?? [];
  return {
    values: all.slice(0, limit).map((value, row) => ({
      value: value === null || value === undefined ? null : valueText(column.type, value),
      count: numberCell(rows, "count", row),
    })),
    more: all.length > limit,
  };
}

/** Writes a view to a file, in the library's own threads and piece by piece. */
async function writeView(
  pl: Polars,
  { lazy, at }: Queried,
  columns: readonly PolarsColumn[],
  path: string,
  format: ExportFormat,
  signal: AbortSignal,
): Promise<void> {
  const values = columns.map((column) => (format === "csv" ? plain(pl, at(column), column) : at(column)));
  await collect(sink(lazy.select(...values), path, format), signal);
}

function sink(lazy: LazyFrame, path: string, format: ExportFormat): LazyFrame {
  switch (format) {
    case "csv":
      return lazy.sinkCSV(path, { maintainOrder: true });
    case "parquet":
      return lazy.sinkParquet(path, { compression: "zstd", maintainOrder: true });
    case "arrow":
      // Kept to what older readers know, JavaScript's among them.
      return lazy.sinkIpc(path, { compression: "uncompressed", compatLevel: "oldest", maintainOrder: true });
  }
}

/** What has no place in a CSV file goes there as JSON. */
function plain(pl: Polars, values: Expr, { role, name, type, label }: PolarsColumn): Expr {
  if (role !== "nested" && role !== "bytes") return values;
  if (!hasJson(type))
    throw new DataframeError(
      "unsupported",
      `Bytes such as those of "${name}" (${label}) have no place in CSV. Choose Parquet or Arrow.`,
    );
  return pl
    .struct([values.alias("v")])
    .struct.jsonEncode()
    .str.replace(/^\{"v":/, "")
    .str.replace(/\}$/, "")
    .alias(name);
}
