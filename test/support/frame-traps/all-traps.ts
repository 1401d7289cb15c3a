import { arqueroTraps } from "./arquero.ts";
import { arrayTraps } from "./arrays.ts";
import { arrowTraps } from "./arrow.ts";
import { danfoTraps } from "./danfo.ts";
import { duckdbTraps } from "./duckdb.ts";
import { polarsTraps } from "./polars.ts";
import type { LibraryTraps } from "./trap.ts";

/** Library by library. */
export const allTraps: readonly LibraryTraps[] = [
  polarsTraps,
  duckdbTraps,
  arrowTraps,
  arqueroTraps,
  danfoTraps,
  arrayTraps,
];
