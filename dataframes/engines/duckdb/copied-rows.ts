/** A copy of a result's rows in a table, for versions of the library and types that cannot be read where they are. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { TimeSlicer } from "../time-slicer.ts";
import type { DuckdbColumn } from "./column.ts";
import type { ResultRows } from "./result-rows.ts";

/** Values after which the appender is emptied: a few milliseconds' work. */
const flushedCells = 50_000;

/** Makes `t` of the copy. The copying is one transaction: so a flush only moves memory, and the commit happens off the main thread. */
export async function copyRows(
  connection: DuckDBConnection,
  rows: ResultRows,
  columns: readonly DuckdbColumn[],
  slices: TimeSlicer,
): Promise<void> {
  const declared = columns.map(({ sql, sqlType }) => `${sql} ${sqlType}`);
  await connection.run(`create table copied (${declared.join(", ")})`);
  await connection.run("begin");
  const appender = await connection.createAppender("copied");
  let cells = 0;
  for await (const { chunk } of rows.runs(0, rows.chunks.rows, slices)) {
    appender.appendDataChunk(chunk);
    cells += chunk.rowCount * columns.length;
    if (cells >= flushedCells) {
      appender.flushSync();
      cells = 0;
    }
  }
  appender.closeSync();
  await connection.run("commit");
  await connection.run("create view t as select *, rowid::uinteger as r from copied");
}
