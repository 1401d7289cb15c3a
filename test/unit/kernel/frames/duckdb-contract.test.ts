import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import { openDuckdb } from "../../../../kernel/frames/duckdb/open-duckdb.ts";
import { queries } from "../../../support/duckdb-frame.ts";
import { describeEngineContract } from "../../../support/frame-engine-contract.ts";
import type { OpenedFrame } from "../../../support/frame-engine/contract/under-test.ts";

const queryOf = queries();
let connection: DuckDBConnection;
before(async () => {
  connection = await (await DuckDBInstance.create()).connect();
});

/** Runs copied code as a cell would. */
async function runCode(code: string, query: string): Promise<DuckDBResultReader> {
  const inside = /^await connection\.runAndReadAll\(`([\s\S]*)`\)$/.exec(code)?.[1];
  assert.ok(inside !== undefined, code);
  const sql: unknown = runInNewContext(`\`${inside}\``);
  return connection.runAndReadAll(String(sql).replace("/* the query that gave orders */", query));
}

describeEngineContract("results of @duckdb/node-api", {
  make: async (columns): Promise<OpenedFrame> => {
    const query = await queryOf(connection, columns);
    return {
      engine: openDuckdb(await connection.run(query)),
      run: async (code) => openDuckdb(await runCode(code, query)),
    };
  },
  lacks: ["zoned", "no-columns", "empty-names"],
  parquetReader: "polars",
});
