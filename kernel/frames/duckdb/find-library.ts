/** The user's own copy of @duckdb/node-api, without which no database of ours can take up a result's chunks. */
import { createRequire } from "node:module";
import type * as duckdb from "@duckdb/node-api";

export type DuckdbLibrary = Pick<
  typeof duckdb,
  "DuckDBInstance" | "DuckDBMaterializedResult" | "DuckDBResult" | "DuckDBResultReader"
>;

const inPackage = /[\\/]@duckdb[\\/]node-api[\\/].*\.js$/;

/** The copy that made the value: of the modules this process has loaded, the one whose class it is. */
export function libraryOf(value: object): DuckdbLibrary | undefined {
  const { cache } = createRequire(import.meta.url);
  for (const [path, module] of Object.entries(cache)) {
    const exports: unknown = inPackage.test(path) ? module?.exports : undefined;
    if (isLibrary(exports) && isResultOf(exports, value)) return exports;
  }
  return undefined;
}

function isLibrary(exports: unknown): exports is DuckdbLibrary {
  return (
    typeof exports === "object" &&
    exports !== null &&
    ["DuckDBInstance", "DuckDBMaterializedResult", "DuckDBResult", "DuckDBResultReader"].every(
      (name) => typeof Reflect.get(exports, name) === "function",
    )
  );
}

function isResultOf({ DuckDBResult, DuckDBResultReader }: DuckdbLibrary, value: object): boolean {
  return value instanceof DuckDBResult || value instanceof DuckDBResultReader;
}
