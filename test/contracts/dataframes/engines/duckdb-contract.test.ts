import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBResultReader } from "@duckdb/node-api";
import { libraryOf } from "../../../../dataframes/engines/duckdb/find-library.ts";
import { openDuckdb } from "../../../../dataframes/engines/duckdb/open-duckdb.ts";
import type { DataframeEngine } from "../../../../dataframes/engines/engine.ts";
import { queries } from "../../../support/duckdb-frame.ts";
import { describeEngineContract } from "../../dataframe-engine.ts";
import type { OpenedFrame } from "../../dataframe-engine/under-test.ts";

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

/** A version of the library that cannot read a result's rows where they are. */
function openCopied(value: object): DataframeEngine {
  const library = libraryOf(value);
  assert.ok(library?.scanning !== undefined);
  const {
    DuckDBInstance: Instance,
    DuckDBMaterializedResult,
    DuckDBResult,
    DuckDBResultReader: Reader,
  } = library;
  return openDuckdb(value, {
    DuckDBInstance: Instance,
    DuckDBMaterializedResult,
    DuckDBResult,
    DuckDBResultReader: Reader,
  });
}

for (const [name, open] of [
  ["results of @duckdb/node-api", openDuckdb],
  ["results of an older @duckdb/node-api", openCopied],
] as const)
  describeEngineContract(name, {
    make: async (columns): Promise<OpenedFrame> => {
      const query = await queryOf(connection, columns);
      return {
        engine: open(await connection.run(query)),
        run: async (code) => open(await runCode(code, query)),
      };
    },
    lacks: ["zoned", "no-columns", "empty-names"],
    parquetReader: "polars",
  });
