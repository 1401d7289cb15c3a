/** Gives a mocha suite a database in memory, as a cell would open one. */
import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";

/** Call it in `describe`; what it gives is there while tests run, and in hooks that come after. */
export function useDuckdb(): () => DuckDBConnection {
  let connection: DuckDBConnection | undefined;
  before(async () => {
    connection = await (await DuckDBInstance.create()).connect();
  });
  after(() => {
    connection?.closeSync();
  });
  return () => {
    assert.ok(connection !== undefined, "the database is there while tests run");
    return connection;
  };
}
