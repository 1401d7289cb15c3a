/** Finds the engine of a dataframe's library; in a chunk of its own, loaded when a frame is first looked into. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { openColumns } from "./columns/open-columns.ts";
import { openDuckdb } from "./duckdb/open-duckdb.ts";
import type { DataframeEngine } from "./engine.ts";
import type { DataframeHandle } from "../detect/dataframe-handle.ts";
import { openPolars, openPolarsLazy } from "./polars/open-polars.ts";

/** `folder` is the notebook's, from which its packages are found. */
export function openEngine({ library, value }: DataframeHandle, folder: string): DataframeEngine {
  switch (library) {
    case "polars":
      return openPolars(value, createRequire(join(folder, "cells.ts")));
    case "polars-lazy":
      return openPolarsLazy(value, createRequire(join(folder, "cells.ts")));
    case "duckdb":
      return openDuckdb(value);
    case "columns":
      return openColumns(value);
  }
}
