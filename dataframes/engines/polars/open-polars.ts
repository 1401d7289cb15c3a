/** Looks into dataframes of nodejs-polars, with the library itself. */
import type { DataframeEngine } from "../engine.ts";
import { asDataframeError } from "./collect.ts";
import { columnAt } from "./expression-context.ts";
import { distinctValues } from "./distinct-values.ts";
import { draw } from "./chart.ts";
import { EagerRows } from "./eager-rows.ts";
import { LazyRows } from "./lazy-rows.ts";
import type { PolarsColumn } from "./polars-column.ts";
import { eagerSource, lazySource } from "./source.ts";
import type { Source } from "./source.ts";
import { summarize } from "./summarize.ts";
import { viewCode } from "./view-code.ts";
import { checkOnce, ordered } from "./view-rows.ts";
import type { ViewRows } from "./view-rows.ts";
import { writeView } from "./write-view.ts";

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
