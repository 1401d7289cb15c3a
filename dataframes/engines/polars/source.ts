/** A frame, opened: its columns, and how to ask for its rows. */
import { polarsTypes } from "../../detect/polars.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { anObject, hasMethods, property } from "../../values/duck-typing.ts";
import { aLazyFrame, heightOf, innerLazyOf, streamOf } from "./eager-frame.ts";
import { type PolarsColumn, polarsColumns } from "./polars-column.ts";
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

/** The notebook's own nodejs-polars: the very copy that a frame is of, as objects of another copy do not mix with it. */

/** @param innerLazy the frame as a query of the library's inner kind @param require one of the notebook's place */
function findPolars(innerLazy: object, require: NodeJS.Require): Polars {
  for (const exported of candidates(require)) {
    const pl = asPolars(exported);
    if (pl !== undefined && pl.DataFrame({ x: [] }).lazy().inner().constructor === innerLazy.constructor)
      return pl;
  }
  throw new DataframeError(
    "unsupported",
    "This frame is of a nodejs-polars that the notebook cannot import. Add nodejs-polars under image.npm in the front matter and restart the kernel.",
  );
}

/** What the notebook imports, then every other copy that is loaded. */
function* candidates(require: NodeJS.Require): Generator {
  try {
    yield require("nodejs-polars");
  } catch {
    // Not among the notebook's packages: the frame comes from a package of theirs.
  }
  for (const [path, loaded] of Object.entries(require.cache)) {
    if (/[\\/]nodejs-polars[\\/]bin[\\/]index\.js$/.test(path)) yield loaded?.exports;
  }
}

function asPolars(exported: unknown): Polars | undefined {
  if (typeof exported !== "object" || exported === null) return undefined;
  const pl = property(exported, "pl") ?? property(exported, "default");
  if (pl === undefined || pl === null) return undefined;
  const words = typeof pl === "function" ? pl : anObject(pl);
  return hasMethods(words, "nth", "lit", "len", "DataFrame", "LazyDataFrame", "Series", "Datetime")
    ? // SAFETY: nodejs-polars, known by what else it has; the words used of it stand in its declarations.
      (words as unknown as Polars)
    : undefined;
}
