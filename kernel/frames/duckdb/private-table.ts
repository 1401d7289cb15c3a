/**
 * A copy of a result's rows in a database in memory of its own, made with the user's copy of the library. Column n is
 * called c<n>, and `rowid` is the row's number in the result.
 *
 * Nobody needs to close it: the library closes a database that nothing refers to any more.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBMaterializedResult } from "@duckdb/node-api";
import { FrameError } from "../frame-engine.ts";
import type { DuckdbColumn } from "./column.ts";
import { Slices } from "../slices.ts";
import type { DuckdbLibrary } from "./find-library.ts";
import type { ResultRows } from "./result-rows.ts";
import type { PutText } from "./value-sql.ts";

/** Part of the memory that the copy may take before it goes to disk. */
const memoryShare = 0.4;
/** Values after which the appender is emptied: a few milliseconds' work. */
const flushedCells = 50_000;
/** A statement that is being prepared hears no interrupt, so that it is repeated. In milliseconds. */
const interruptEvery = 20;

export class PrivateTable {
  readonly #database: DuckDBInstance;

  private constructor(database: DuckDBInstance) {
    this.#database = database;
  }

  static async copy(
    library: DuckdbLibrary,
    rows: ResultRows,
    columns: readonly DuckdbColumn[],
    signal: AbortSignal,
  ): Promise<PrivateTable> {
    const database = await library.DuckDBInstance.create(":memory:", {
      memory_limit: `${Math.floor((memoryAvailable() * memoryShare) / 1e6)}MB`,
      temp_directory: join(tmpdir(), `pipenb-duckdb-${randomUUID()}`),
      threads: String(availableParallelism()),
    });
    try {
      const connection = await database.connect();
      await connection.run("set global TimeZone = 'UTC'");
      await fill(connection, rows, columns, signal);
      connection.closeSync();
      return new PrivateTable(database);
    } catch (error) {
      database.closeSync();
      throw error;
    }
  }

  /** Runs one statement, off the main thread. `sql` is told how to put texts into it as parameters. */
  async ask(sql: (put: PutText) => string, signal: AbortSignal): Promise<DuckDBMaterializedResult> {
    signal.throwIfAborted();
    const parameters = new Map<string, string>();
    const statement = sql((text) => {
      const known = parameters.get(text) ?? `$${parameters.size + 1}`;
      parameters.set(text, known);
      return known;
    });
    const connection = await this.#database.connect();
    try {
      const values = parameters.size === 0 ? undefined : [...parameters.keys()];
      return await interruptible(connection, signal, connection.run(statement, values));
    } finally {
      connection.closeSync();
    }
  }
}

/** The copying is one transaction: so a flush only moves memory, and the commit happens off the main thread. */
async function fill(
  connection: DuckDBConnection,
  rows: ResultRows,
  columns: readonly DuckdbColumn[],
  signal: AbortSignal,
): Promise<void> {
  const declared = columns.map(({ sql, sqlType }) => `${sql} ${sqlType}`);
  await connection.run(`create table t (${declared.join(", ")})`);
  await connection.run("begin");
  const appender = await connection.createAppender("t");
  const slices = new Slices(signal);
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
}

async function interruptible<Result>(
  connection: DuckDBConnection,
  signal: AbortSignal,
  answer: Promise<Result>,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer ??= setInterval(() => {
      connection.interrupt();
    }, interruptEvery);
  };
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    return await answer;
  } catch (error) {
    signal.throwIfAborted();
    throw told(error);
  } finally {
    signal.removeEventListener("abort", interrupt);
    clearInterval(timer);
    signal.throwIfAborted();
  }
}

/** What DuckDB says of a statement of ours, as what it means for the question. */
function told(error: unknown): FrameError {
  const message = error instanceof Error ? error.message : String(error);
  const [first = message] = message.split("\n");
  if (first.startsWith("Conversion Error")) return new FrameError("bad-request", first, { cause: error });
  if (/^(Binder|Not implemented) Error/i.test(first))
    return new FrameError("unsupported", `DuckDB cannot do that with these types: ${first}`, {
      cause: error,
    });
  return new FrameError("failed", `DuckDB: ${first}`, { cause: error });
}

function memoryAvailable(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
