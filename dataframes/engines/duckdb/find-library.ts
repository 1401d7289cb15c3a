/** The user's own copy of @duckdb/node-api, without which no database of ours can take up a result's chunks. */
import { createRequire } from "node:module";
import type * as duckdb from "@duckdb/node-api";
import { vectorsOf } from "./vectors.ts";
import type { Vectors } from "./vectors.ts";

type Classes = Pick<
  typeof duckdb,
  "DuckDBInstance" | "DuckDBMaterializedResult" | "DuckDBResult" | "DuckDBResultReader"
>;

/** What a database needs to read rows where they lie; older versions of the library have no table functions. */
export interface Scanning extends Pick<typeof duckdb, "DuckDBTableFunction" | "UINTEGER"> {
  readonly vectors: Vectors;
}

export interface DuckdbLibrary extends Classes {
  readonly scanning?: Scanning;
}

const inPackage = /[\\/]@duckdb[\\/]node-api[\\/].*\.js$/;

/** The copy that made the value: of the modules this process has loaded, the one whose class it is. */
export function libraryOf(value: object): DuckdbLibrary | undefined {
  const { cache } = createRequire(import.meta.url);
  for (const [path, module] of Object.entries(cache)) {
    const exports: unknown = inPackage.test(path) ? module?.exports : undefined;
    if (hasClasses(exports) && isResultOf(exports, value)) return withScanning(exports, path);
  }
  return undefined;
}

function withScanning(classes: Classes, path: string): DuckdbLibrary {
  const { DuckDBInstance, DuckDBMaterializedResult, DuckDBResult, DuckDBResultReader } = classes;
  const library = { DuckDBInstance, DuckDBMaterializedResult, DuckDBResult, DuckDBResultReader };
  const vectors = vectorsOf(path);
  if (vectors === undefined || !hasTableFunctions(classes)) return library;
  const { DuckDBTableFunction, UINTEGER } = classes;
  return { ...library, scanning: { DuckDBTableFunction, UINTEGER, vectors } };
}

function hasClasses(exports: unknown): exports is Classes {
  return (
    typeof exports === "object" &&
    exports !== null &&
    ["DuckDBInstance", "DuckDBMaterializedResult", "DuckDBResult", "DuckDBResultReader"].every(
      (name) => typeof Reflect.get(exports, name) === "function",
    )
  );
}

function hasTableFunctions(exports: object): exports is Omit<Scanning, "vectors"> {
  return (
    typeof Reflect.get(exports, "DuckDBTableFunction") === "function" &&
    typeof Reflect.get(exports, "UINTEGER") === "object"
  );
}

function isResultOf({ DuckDBResult, DuckDBResultReader }: Classes, value: object): boolean {
  return value instanceof DuckDBResult || value instanceof DuckDBResultReader;
}
