/** Views of a frame whose rows are there: a view is a list of row numbers, and a window gathers some of them. */
import type { View } from "../../protocol/view.ts";
import { collect, until } from "./collect.ts";
import { conditionOf } from "./condition.ts";
import { heightOf, innerLazyOf, seriesOf, sliceOf, streamOf } from "./eager-frame.ts";
import { orderingOf, sorted } from "./ordering.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame, PolarsSeries } from "./polars-types.ts";
import type { EagerSource, Source } from "./source.ts";
import { isWhole, wordsOf } from "./view-rows.ts";
import type { Queried, ViewRows, Windowed } from "./view-rows.ts";

const viewsKept = 4;
const index = "row";

export class EagerRows implements ViewRows {
  readonly #source: Source;
  readonly #frame: object;
  readonly #height: number;
  /** Row numbers of views, those used last at the end. */
  readonly #orders = new Map<string, Promise<object>>();

  constructor(source: EagerSource) {
    this.#source = source;
    this.#frame = source.eager.frame;
    this.#height = source.eager.height;
  }

  async window(
    view: View,
    offset: number,
    limit: number,
    columns: readonly PolarsColumn[],
    signal: AbortSignal,
  ): Promise<Windowed> {
    if (isWhole(view)) {
      const slice =
        this.#slice(offset, limit, columns) ??
        this.#source.lazy
          .slice(offset, limit)
          .select(...this.#expressions(columns))
          .collectSync();
      return { rows: this.#height, stream: streamOf(slice) };
    }
    const order = await this.#order(view, signal);
    const gathered = this.#gather(rowNumbers(order, offset, limit), columns);
    return { rows: heightOf(order), stream: streamOf(await collect(gathered, signal)) };
  }

  #slice(offset: number, limit: number, columns: readonly PolarsColumn[]): object | undefined {
    return sliceOf(
      this.#frame,
      offset,
      limit,
      columns.map(({ name }) => name),
    );
  }

  /** An expression takes the library a quarter of a millisecond to make: one for all columns where that can be. */
  #gather(numbers: PolarsSeries, columns: readonly PolarsColumn[]): LazyFrame {
    const { pl, lazy } = this.#source;
    const narrow = columns.length === 0 ? undefined : this.#slice(0, this.#height, columns);
    return narrow === undefined
      ? lazy.select(...this.#expressions(columns).map((each) => each.gather(numbers)))
      : pl.LazyDataFrame(innerLazyOf(narrow)).select(pl.col("*").gather(numbers));
  }

  #expressions(columns: readonly PolarsColumn[]): readonly Expr[] {
    return columns.map(({ position }) => this.#source.pl.nth(position));
  }

  /** Filters once for all columns that are asked about. */
  async query(view: View, columns: readonly PolarsColumn[], signal: AbortSignal): Promise<Queried> {
    const { pl, lazy } = this.#source;
    const unsorted = { ...view, sort: [] };
    if (isWhole(unsorted)) return { lazy, at: wordsOf(this.#source).of };
    const order = await this.#order(unsorted, signal);
    const numbers = rowNumbers(order, 0, heightOf(order));
    const at = ({ position }: PolarsColumn) => pl.nth(position).gather(numbers);
    return { lazy, at };
  }

  async #order(view: View, signal: AbortSignal): Promise<object> {
    const key = JSON.stringify(view);
    const known = this.#orders.get(key);
    this.#orders.delete(key);
    // A query goes on when nobody waits for it any more; the next one who asks for the view has it sooner.
    const order = known ?? this.#numbersOf(view).collect();
    this.#orders.set(key, order);
    order.catch(() => this.#orders.delete(key));
    for (const oldest of [...this.#orders.keys()].slice(0, -viewsKept)) this.#orders.delete(oldest);
    return until(order, signal);
  }

  #numbersOf(view: View): LazyFrame {
    const { pl, lazy, columns } = this.#source;
    const words = wordsOf(this.#source, 1);
    const names = new Set(columns.map(({ name }) => name));
    let name = "row";
    while (names.has(name)) name += " ";
    const numbered = lazy.withRowIndex(name);
    const condition = conditionOf(words, view);
    const rows = condition === undefined ? numbered : numbered.filter(condition);
    return sorted(rows, orderingOf(words, view.sort)).select(pl.nth(0).alias(index));
  }
}

function rowNumbers(order: object, offset: number, length: number): PolarsSeries {
  const slice = sliceOf(order, offset, length, [index]);
  if (slice === undefined) throw new TypeError("not a DataFrame");
  // SAFETY: a column of a polars frame is a polars series.
  return seriesOf(slice) as PolarsSeries;
}
