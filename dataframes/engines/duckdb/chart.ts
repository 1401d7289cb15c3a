/** Pictures of a view: what is aggregated for them. */
import type { Chart, ChartResult } from "../../protocol/chart.ts";
import type { View } from "../../protocol/view.ts";
import { asNumber } from "../../values/encoding.ts";
import type { Encoding } from "../../values/encoding.ts";
import { writeStream } from "../../values/write-stream.ts";
import { bucketLines } from "../bucket-lines.ts";
import type { BucketPoint } from "../bucket-lines.ts";
import type { ArrowStream } from "../engine.ts";
import { mostColors } from "../../protocol/chart-limits.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Buckets } from "../round-buckets.ts";
import { axisSql, axisValue, onAxisSql } from "./axis.ts";
import { bucketsOf, bucketSql } from "./buckets.ts";
import type { DuckdbColumn } from "./column.ts";
import { columnAt } from "./column.ts";
import { textSql } from "./column-text.ts";
import type { PrivateTable } from "./private-table.ts";
import { asCount, finite, rowsOf } from "./result-values.ts";
import { conditionSql } from "./view-sql.ts";
import { encodingFor, textEncoding } from "./window-stream.ts";

interface Drawn {
  readonly result: ChartResult;
  readonly stream: ArrowStream;
}

export async function drawChart(
  table: PrivateTable,
  columns: readonly DuckdbColumn[],
  view: View,
  chart: Chart,
  signal: AbortSignal,
): Promise<Drawn> {
  const picture = new Picture(columns, view, chart, table, signal);
  switch (chart.kind) {
    case "bar":
      return picture.bars();
    case "line":
      return picture.line();
    case "histogram":
      return picture.histogram();
    case "scatter":
      return picture.scatter();
  }
}

class Picture {
  readonly #columns: readonly DuckdbColumn[];
  readonly #view: View;
  readonly #chart: Chart;
  readonly #x: DuckdbColumn;
  readonly #color: DuckdbColumn | undefined;
  readonly #table: PrivateTable;
  readonly #signal: AbortSignal;

  constructor(
    columns: readonly DuckdbColumn[],
    view: View,
    chart: Chart,
    table: PrivateTable,
    signal: AbortSignal,
  ) {
    this.#columns = columns;
    this.#view = view;
    this.#chart = chart;
    this.#x = columnAt(columns, chart.x);
    this.#color = chart.color === undefined ? undefined : columnAt(columns, chart.color);
    this.#table = table;
    this.#signal = signal;
  }

  async bars(): Promise<Drawn> {
    const { most } = this.#chart;
    const x = this.#groupable();
    const [[rows, distinct] = []] = await this.#ask(
      (where) => `select count(*), count(distinct ${x}) from t where ${where}`,
    );
    const found = await this.#ask(
      (where) => `
        with ${this.#base(x, where)},
        xs as (select x, count(*) n from base group by x order by n desc, x limit ${most})
        select base.x, null, ${this.#aggregate()}, base.color
        from base join xs on base.x is not distinct from xs.x ${this.#joinSeries()}
        group by base.x, base.color order by any_value(xs.n) desc, base.x, count(*) desc`,
    );
    return this.#drawn(found, asCount(rows), asCount(distinct) > most);
  }

  async line(): Promise<Drawn> {
    const { most } = this.#chart;
    const here = onAxisSql(this.#x);
    const axis = axisSql(this.#x);
    const x = this.#groupable();
    const [[rows, distinct, from, to] = []] = await this.#ask(
      (where) => `
        select count(*), count(distinct ${x}), min(${axis ?? "null"}), max(${axis ?? "null"})
        from t where (${where}) and ${here}`,
    );
    const [low, high] = [finite(from), finite(to)];
    const reduced = asCount(distinct) > most;
    const buckets =
      reduced && low !== undefined && high !== undefined ? bucketsOf(this.#x, low, high, most) : undefined;
    const place = buckets === undefined ? x : bucketSql(this.#x, buckets);
    const found = await this.#ask(
      (where) => `
        with ${this.#base(place, `(${where}) and ${here}`)},
        xs as (select distinct x from base order by x limit ${most})
        select base.x, null, ${this.#aggregate()}, base.color
        from base join xs on base.x = xs.x ${this.#joinSeries()}
        group by base.x, base.color order by base.x, base.color`,
    );
    const lines = buckets === undefined ? found : this.#lines(found, buckets.count);
    return this.#drawn(lines, asCount(rows), reduced, buckets);
  }

  /** With every bucket. */
  #lines(found: readonly (readonly unknown[])[], buckets: number): readonly (readonly unknown[])[] {
    const points = found.map(([bucket, , y, color]): BucketPoint => {
      const height = typeof y === "number" ? y : null;
      return { bucket: asCount(bucket), y: height, color: typeof color === "string" ? color : null };
    });
    const lines = bucketLines(points, buckets, this.#chart.aggregate === "count");
    return lines.map(({ bucket, y, color }) => [bucket, null, y, color]);
  }

  async histogram(): Promise<Drawn> {
    const axis = axisSql(this.#x);
    if (axis === undefined)
      throw new DataframeError(
        "unsupported",
        `Columns of type ${this.#x.sqlType} have no histogram. Bars count their values.`,
      );
    const here = onAxisSql(this.#x);
    const [[rows, from, to] = []] = await this.#ask(
      (where) => `select count(*), min(${axis}), max(${axis}) from t where (${where}) and ${here}`,
    );
    const [low, high] = [finite(from), finite(to)];
    if (low === undefined || high === undefined) return this.#drawn([], asCount(rows), true);
    const buckets = bucketsOf(this.#x, low, high, this.#chart.most);
    const found = await this.#ask(
      (where) => `
        with ${this.#base(bucketSql(this.#x, buckets), `(${where}) and ${here}`)}
        select base.x, null, count(*)::double, base.color from base ${this.#joinSeries()}
        group by base.x, base.color order by base.x, base.color`,
    );
    return this.#drawn(found, asCount(rows), true, buckets);
  }

  async scatter(): Promise<Drawn> {
    const { most } = this.#chart;
    const { sql } = this.#x;
    const y = this.#y();
    const here = `${onAxisSql(this.#x)} and (${y}) is not null`;
    const [[rows] = []] = await this.#ask((where) => `select count(*) from t where (${where}) and ${here}`);
    const found = await this.#ask(
      (where) => `
        with ${this.#base(sql, `(${where}) and ${here}`, ", r")}
        select x, null, y, color from (
          select base.x, base.y, base.color, base.r from base ${this.#joinSeries()}
        ) using sample reservoir(${most} rows) repeatable (1) order by r`,
    );
    return this.#drawn(found, asCount(rows), asCount(rows) > most);
  }

  async #ask(sql: (where: string) => string): Promise<readonly (readonly unknown[])[]> {
    return rowsOf(
      await this.#table.ask((put) => sql(conditionSql(this.#columns, this.#view, put)), this.#signal),
    );
  }

  /** The rows that are drawn, and the series they may belong to. */
  #base(x: string, where: string, more = ""): string {
    const color = this.#color === undefined ? "null" : textSql(this.#color, this.#color.sql);
    const y = this.#chart.aggregate === "count" && this.#chart.kind !== "scatter" ? "null" : this.#y();
    const base = `base as (select ${x} as x, ${this.#chart.kind === "histogram" ? "null" : y} as y, ${color} as color${more} from t where ${where})`;
    const series = `series as (select color from base group by color order by count(*) desc, color limit ${mostColors + 1})`;
    return this.#color === undefined ? base : `${base}, ${series}`;
  }

  #joinSeries(): string {
    return this.#color === undefined ? "" : "join series on base.color is not distinct from series.color";
  }

  /** Nested values are grouped as the texts they show as. */
  #groupable(): string {
    return this.#x.kind === "nested" ? textSql(this.#x, this.#x.sql) : this.#x.sql;
  }

  #y(): string {
    if (this.#chart.y === undefined)
      throw new DataframeError(
        "bad-request",
        `A ${this.#chart.kind} of ${this.#chart.aggregate} needs a column for y.`,
      );
    const { kind, sql, name, sqlType } = columnAt(this.#columns, this.#chart.y);
    if (kind === "exact") return `${sql}::double`;
    if (kind === "float") return `case when isnan(${sql}) then null else ${sql}::double end`;
    if (kind === "boolean") return `${sql}::integer::double`;
    throw new DataframeError(
      "unsupported",
      `"${name}" is ${sqlType}, which has no ${this.#chart.aggregate}. Count its values instead.`,
    );
  }

  #aggregate(): string {
    const { aggregate } = this.#chart;
    if (aggregate === "count") return "count(*)::double";
    return `${aggregate === "mean" ? "avg" : aggregate}(base.y)`;
  }

  #drawn(rows: readonly (readonly unknown[])[], count: number, reduced: boolean, buckets?: Buckets): Drawn {
    const own: Encoding = this.#x.kind === "nested" ? textEncoding : encodingFor(this.#x);
    const place = (index: unknown, more: number): unknown =>
      buckets === undefined ? index : axisValue(this.#x, buckets.startOf(Number(index) + more));
    const column = (name: string, encoding: Encoding, value: (row: readonly unknown[]) => unknown) => ({
      name,
      encoding,
      values: rows.map(value),
      asText: textEncoding.encode as (value: unknown) => string,
    });
    const stream = writeStream([
      column("x", own, ([x]) => place(x, 0)),
      ...(this.#chart.kind === "histogram" ? [column("x2", own, ([x]) => place(x, 1))] : []),
      column("y", asNumber, ([, , y]) => y),
      ...(this.#color === undefined ? [] : [column("color", textEncoding, ([, , , color]) => color)]),
    ]);
    return { result: { rows: count, reduced }, stream };
  }
}
