/** Which library a value comes from, told by its shape alone: the libraries are those of the notebook. */
import { types } from "node:util";
import { fromArquero } from "./arquero.ts";
import { fromArrow } from "./arrow.ts";
import { fromDanfo } from "./danfo.ts";
import { fromDuckdb } from "./duckdb.ts";
import type { DataframeLibrary } from "./dataframe-handle.ts";
import type { Dataframe, NotYetRows } from "./dataframe.ts";
import { fromPlainObjects } from "./plain-objects.ts";
import { fromPolars, fromPolarsLazy } from "./polars.ts";

const ofClasses = [fromArrow, fromArquero, fromDanfo];

/** Undefined for everything else. May throw where a value only resembles a frame. */
export function findDataframe(value: object): Dataframe | NotYetRows | undefined {
  // Of proxies only polars' own are asked anything: others may answer every question, at a price.
  if (types.isProxy(value)) return of("polars", fromPolars(value));
  if (Array.isArray(value)) return of("columns", fromPlainObjects(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return of("polars-lazy", fromPolarsLazy(value));
  const result = fromDuckdb(value);
  // Of a result that is still being read only what is there can be told.
  if (result !== undefined) return "rows" in result && result.rows !== null ? of("duckdb", result) : result;
  for (const from of ofClasses) {
    const found = from(value);
    if (found !== undefined) return of("columns", found);
  }
  return undefined;
}

function of<Found extends Dataframe | NotYetRows>(
  library: DataframeLibrary,
  found: Found | undefined,
): Found | undefined {
  return found === undefined ? undefined : { ...found, library };
}
