/** Which library a value comes from, told by its shape alone: the libraries are those of the notebook. */
import { types } from "node:util";
import { fromArquero } from "./arquero.ts";
import { fromArrow } from "./arrow.ts";
import { fromDanfo } from "./danfo.ts";
import { fromDuckdb } from "./duckdb.ts";
import type { Frame, NotYetRows } from "./frame.ts";
import { fromPlainObjects } from "./plain-objects.ts";
import { fromPolars, fromPolarsLazy } from "./polars.ts";

const ofClasses = [fromArrow, fromDuckdb, fromArquero, fromDanfo];

/** Undefined for everything else. May throw where a value only resembles a frame. */
export function findFrame(value: object): Frame | NotYetRows | undefined {
  // Of proxies only polars' own are asked anything: others may answer every question, at a price.
  if (types.isProxy(value)) return fromPolars(value);
  if (Array.isArray(value)) return fromPlainObjects(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return fromPolarsLazy(value);
  for (const from of ofClasses) {
    const found = from(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
