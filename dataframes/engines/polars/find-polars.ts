/** The notebook's own nodejs-polars: the very copy that a frame is of, as objects of another copy do not mix with it. */
import { anObject, hasMethods, property } from "../../values/duck-typing.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Polars } from "./polars-types.ts";

/** @param innerLazy the frame as a query of the library's inner kind @param require one of the notebook's place */
export function findPolars(innerLazy: object, require: NodeJS.Require): Polars {
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
