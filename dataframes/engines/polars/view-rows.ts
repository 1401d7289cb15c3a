/** The rows of views: which they are, in which order, and queries over them. */
import type { View } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { conditionOf } from "./condition.ts";
import type { Words } from "./expression-context.ts";
import { orderingOf, sorted } from "./ordering.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame } from "./polars-types.ts";
import type { Source } from "./source.ts";

/** Rows of a view, and where a column of the frame is in them. */
export interface Queried {
  readonly lazy: LazyFrame;
  readonly at: (column: PolarsColumn) => Expr;
}

export interface Windowed {
  readonly rows: number | null;
  readonly stream: Uint8Array;
}

export interface ViewRows {
  window(
    view: View,
    offset: number,
    limit: number,
    columns: readonly PolarsColumn[],
    signal: AbortSignal,
  ): Promise<Windowed>;
  /** In no particular order. */
  query(view: View, columns: readonly PolarsColumn[], signal: AbortSignal): Promise<Queried>;
}

/** Words for queries of the frame itself; `before` columns stand in front of its own. Positions mean what they say, while
 * names such as `*` or `^a$` mean more than one column. */
export function wordsOf({ pl, columns }: Source, before = 0): Words {
  return { pl, columns, of: ({ position }) => pl.nth(position + before) };
}

export const isWhole = ({ sort, filters, search }: View): boolean =>
  sort.length === 0 && filters.length === 0 && search === "";

/** As no two columns of polars have the same name. */
export function checkOnce(columns: readonly PolarsColumn[]): void {
  if (new Set(columns).size < columns.length)
    throw new DataframeError("bad-request", "A column is asked for more than once.");
}

/** The view's rows in its order, computed when they are collected. */
export function ordered(source: Source, view: View): Queried {
  const words = wordsOf(source);
  const condition = conditionOf(words, view);
  const rows = condition === undefined ? source.lazy : source.lazy.filter(condition);
  return { lazy: sorted(rows, orderingOf(words, view.sort)), at: words.of };
}
