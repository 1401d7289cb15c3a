/** Reads what the private table answers, which is little. */
import type { DuckDBMaterializedResult } from "@duckdb/node-api";

/** Rows of values in DuckDB's own classes. */
export function rowsOf(result: DuckDBMaterializedResult): readonly (readonly unknown[])[] {
  return Array.from({ length: result.chunkCount }, (_, index) => result.getChunk(index).getRows()).flat();
}

/** A count, a number of rows. */
export function asCount(value: unknown): number {
  return Number(value ?? 0);
}

/** Undefined for missing values and for what is no finite number. */
export function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
