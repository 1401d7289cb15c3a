/** A frame, opened: its columns, and how to ask for its rows. */
import { anObject, hasMethods, property } from "../../values/duck-typing.ts";
import { polarsTypes } from "../../detect/polars.ts";
import { aLazyFrame, heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import { findPolars } from "./find-polars.ts";
import { polarsColumns } from "./polars-column.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { LazyFrame, Polars } from "./polars-types.ts";

export interface Source {
  readonly kind: "DataFrame" | "Series" | "LazyFrame";
  readonly pl: Polars;
  readonly lazy: LazyFrame;
  readonly columns: readonly PolarsColumn[];
}

/** Whose rows are there already. */
export interface EagerSource extends Source {
  readonly eager: { readonly frame: object; readonly height: number };
}

/** A DataFrame or a Series, as it is now: changed in place, it shows its old rows. */
export function eagerSource(value: object, require: NodeJS.Require): EagerSource {
  const isSeries = property(value, Symbol.toStringTag) !== "DataFrame" && hasMethods(value, "toFrame");
  const innerLazy = innerLazyOf(isSeries ? anObject(value.toFrame()) : value);
  const pl = findPolars(innerLazy, require);
  const lazy = pl.LazyDataFrame(innerLazy);
  const frame = lazy.collectSync();
  return {
    kind: isSeries ? "Series" : "DataFrame",
    pl,
    lazy,
    columns: columnsOf(pl, lazy),
    eager: { frame, height: heightOf(frame) },
  };
}

export function lazySource(value: object, require: NodeJS.Require): Source {
  const lazy = aLazyFrame(value);
  const pl = findPolars(lazy.inner(), require);
  return { kind: "LazyFrame", pl, lazy, columns: columnsOf(pl, lazy) };
}

/** For no rows at all the library computes nothing, whatever the query is. */
function columnsOf(pl: Polars, lazy: LazyFrame): readonly PolarsColumn[] {
  const none = lazy.slice(0, 0).collectSync();
  const hidden = lazy.columns.some((name) => name === "dtypes" || name === "getColumns");
  return polarsColumns(streamOf(none), polarsTypes(hidden ? renamed(pl, lazy) : none));
}

/** Under names which hide nothing. An expression takes the library some milliseconds to make: not for every wide frame. */
function renamed(pl: Polars, lazy: LazyFrame): object {
  const columns = lazy.columns.map((_, position) => pl.nth(position).alias(`column ${position}`));
  return lazy
    .slice(0, 0)
    .select(...columns)
    .collectSync();
}
