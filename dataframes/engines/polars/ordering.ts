/** The sorting of a view: NaN and then missing values last in either direction, equal rows as they come. */
import { Type } from "@uwdata/flechette";
import type { SortKey } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { columnAt } from "./expression-context.ts";
import type { Words } from "./expression-context.ts";
import type { Expr, LazyFrame } from "./polars-types.ts";

/** What `sort` is given. */
export type Ordering = readonly [
  by: readonly Expr[],
  descending: readonly boolean[],
  nullsLast: readonly boolean[],
  maintainOrder: true,
];

/** Undefined for the frame's own order. */
export function orderingOf(words: Words, sort: readonly SortKey[]): Ordering | undefined {
  if (sort.length === 0) return undefined;
  const keys = sort.flatMap(({ column: position, descending }) => {
    const column = columnAt(words, position);
    if (column.role === "nested")
      throw new DataframeError(
        "unsupported",
        `Nested values such as those of "${column.name}" have no order.`,
      );
    const by = words.of(column);
    // For polars NaN is the largest number, which a descending order starts with.
    const nanLast =
      descending && column.type.typeId === Type.Float ? [{ by: by.isNan(), descending: false }] : [];
    return [...nanLast, { by: column.categories ? by.cast(words.pl.String) : by, descending }];
  });
  return [keys.map(({ by }) => by), keys.map(({ descending }) => descending), keys.map(() => true), true];
}

export function sorted(lazy: LazyFrame, ordering: Ordering | undefined): LazyFrame {
  return ordering === undefined ? lazy : lazy.sort(...ordering);
}
