/**
 * The table `t` of a result's rows, in a database in memory of its own, made with the user's copy of the library. Column
 * n is called c<n>, and `r` is the row's number in the result. Its rows are read where the result has them; where the
 * library cannot do that, they are copied first.
 *
 * Nobody needs to close it: the library closes a database that nothing refers to any more.
 */
import { randomUUID } from "node:crypto";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBMaterializedResult,
} from "@duckdb/node-api";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { TimeSlicer } from "../time-slicer.ts";
import type { DuckdbColumn } from "./column.ts";
import type { DuckdbLibrary } from "./find-library.ts";
import type { ResultRows } from "./result-rows.ts";
import { type Feed, registerRows, ScannedRows } from "./scanned-rows.ts";
import type { PutText } from "./value-sql.ts";

/** A copy of a result's rows in a table, for versions of the library and types that cannot be read where they are. */

/** Values after which the appender is emptied: a few milliseconds' work. */
const flushedCells = 50_000;

/** Makes `t` of the copy. The copying is one transaction: so a flush only moves memory, and the commit happens off the main thread. */
async function copyRows(
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

/**
 * Ends the process at once where an orderly exit would never end: that waits for statements that run, and a statement which
 * reads rows waits for the thread that is exiting. The kernel has told why it exits by then.
 */
class ExitGuard {
  #running = 0;

  /** While `work` runs, the process ends without waiting for it. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    if (this.#running === 1) process.on("exit", endAtOnce);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) process.off("exit", endAtOnce);
    }
  }
}

function endAtOnce(): void {
  process.kill(process.pid, "SIGKILL");
}

/** One for all statements of the process. */
const exitGuard = new ExitGuard();

/** Part of the memory that the database may take before it goes to disk. */
const memoryShare = 0.4;
/** A statement that is being prepared hears no interrupt, so that it is repeated. In milliseconds. */
const interruptEvery = 20;
/** Some ten megabytes of usual columns. */
const chunksAtHand = 64;

export class PrivateTable {
  readonly #database: DuckDBInstance;
  readonly #rows: ResultRows;
  readonly #scanned: ScannedRows | undefined;
  readonly #feed: Feed;
  #asking = 0;

  private constructor(
    database: DuckDBInstance,
    rows: ResultRows,
    scanned: ScannedRows | undefined,
    feed: Feed,
  ) {
    this.#database = database;
    this.#rows = rows;
    this.#scanned = scanned;
    this.#feed = feed;
  }

  static async open(
    library: DuckdbLibrary,
    rows: ResultRows,
    columns: readonly DuckdbColumn[],
    signal: AbortSignal,
  ): Promise<PrivateTable> {
    const slices = new TimeSlicer(signal);
    const database = await library.DuckDBInstance.create(":memory:", {
      memory_limit: `${Math.floor((memoryAvailable() * memoryShare) / 1e6)}MB`,
      temp_directory: join(tmpdir(), `pipenb-duckdb-${randomUUID()}`),
      threads: String(availableParallelism()),
    });
    try {
      const connection = await database.connect();
      await connection.run("set global TimeZone = 'UTC'");
      await rows.lookUpTo(rows.chunks.rows - 1, slices);
      const { scanning } = library;
      const scanned = scanning === undefined ? undefined : ScannedRows.of(rows, columns, scanning);
      const feed: Feed = { rows: undefined };
      const table = new PrivateTable(database, rows, scanned, feed);
      if (scanning !== undefined && scanned !== undefined) {
        const all = { feed, rows: rows.chunks.rows };
        await table.#fed(() => registerRows(connection, scanning, columns, all));
      } else await copyRows(connection, rows, columns, slices);
      connection.closeSync();
      return table;
    } catch (error) {
      database.closeSync();
      throw error;
    }
  }

  /** The rows where they lie; undefined where the table is a copy of them. */
  get scanned(): ScannedRows | undefined {
    return this.#scanned;
  }

  /** Says where rows are. It keeps some chunks at hand: where rows are not read where they lie, each look copies one. */
  places(): (row: number) => { readonly chunk: DuckDBDataChunk; readonly row: number } {
    const atHand = new Map<number, DuckDBDataChunk>();
    return (row) => {
      const index = this.#rows.chunkOf(row);
      const chunk = atHand.get(index) ?? this.#scanned?.chunk(index) ?? this.#rows.chunks.chunk(index);
      if (atHand.size === chunksAtHand) atHand.clear();
      atHand.set(index, chunk);
      return { chunk, row: row - this.#rows.startOf(index) };
    };
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
      return await this.#fed(() =>
        throughInterrupts(() => interruptible(connection, signal, connection.run(statement, values))),
      );
    } catch (error) {
      throw signal.aborted ? error : told(error);
    } finally {
      connection.closeSync();
    }
  }

  /** Has the rows at hand while a statement runs. */
  async #fed<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#scanned === undefined) return run();
    this.#asking += 1;
    this.#feed.rows = this.#scanned;
    try {
      return await exitGuard.during(run);
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#feed.rows = undefined;
    }
  }
}

/** What DuckDB says when a function that gives it rows was ended. */
const endedError = /^(Invalid Input|Binder) Error: $/;
const mostAttempts = 8;

/** Who interrupts a cell ends whatever code outside the kernel this thread runs, the library's that is asked for rows too. */
async function throughInterrupts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await run();
    } catch (error) {
      if (attempt === mostAttempts || !(error instanceof Error && endedError.test(error.message)))
        throw error;
    }
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
  } finally {
    signal.removeEventListener("abort", interrupt);
    clearInterval(timer);
    signal.throwIfAborted();
  }
}

/** What DuckDB says of a statement of ours, as what it means for the question. */
function told(error: unknown): DataframeError {
  const message = error instanceof Error ? error.message : String(error);
  const [first = message] = message.split("\n");
  if (first.startsWith("Conversion Error")) return new DataframeError("bad-request", first, { cause: error });
  if (/^(Binder|Not implemented) Error/i.test(first))
    return new DataframeError("unsupported", `DuckDB cannot do that with these types: ${first}`, {
      cause: error,
    });
  return new DataframeError("failed", `DuckDB: ${first}`, { cause: error });
}

function memoryAvailable(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
