import { createHash } from "node:crypto";
import { record } from "../digest.ts";
import { refuseInterrupted } from "../interrupted.ts";
import { insertPiece } from "./load-piece.ts";
import {
  createLedger,
  deleteRows,
  findColumns,
  findTable,
  lock,
  lockKey,
  nameText,
  quoted,
  writeKey,
  writeLedger,
} from "./load-target.ts";
import type { Column, Target, WrittenKey } from "./load-target.ts";
import type { PostgresClient } from "./postgres-client.ts";
import { inTransaction, isTransient } from "./postgres-transaction.ts";
import type { Run } from "./postgres-transaction.ts";
import { piecesOf } from "./row-json.ts";
import type { RunRecord } from "../../../notebook/program/run-record.ts";
import { exitCodes } from "../../../notebook/program/exit-codes.ts";

/** What is loaded where. */
export interface LoadOptions<Row extends object> {
  /** The table's name as the catalogue has it: `orders`, which is quoted. */
  readonly table: string;
  /** The table's schema; without it the connection's search path decides. */
  readonly schema?: string;
  /**
   * Which rows of the table these are: columns and their values, such as `{ day }`. What the table has of them goes, and all rows have
   * these values, whether they name them or not. The columns are always the same for a table.
   */
  readonly key: Readonly<Record<string, string | number | bigint | boolean>>;
  /** Objects with the columns as properties, all with the same ones. They may come one after the other, as from a stream. */
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
  /** The columns to take of rows that have more. */
  readonly columns?: readonly (keyof Row & string)[];
  /** SQL that makes the table, and what belongs to it. Run where there is no such table, in the transaction of the load. */
  readonly create?: string;
}

/** What is loaded now: the same after each load of the same rows. */
export interface Loaded {
  /** With its schema. */
  readonly table: string;
  /** As the server writes it. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly rows: number;
  /** Of the rows as JSON, in the order in which they came. */
  readonly sha256: string;
}

/**
 * Loads rows into a table of PostgreSQL so that it has them once, however often they are loaded: in one transaction, what the table
 * has of the key is deleted and the rows are inserted. Fails, is interrupted or killed: then nothing has changed. Of two loads of one
 * key one waits for the other; other keys do not wait.
 *
 * ```ts
 * import pg from "pg";
 * const client = new pg.Client({ host: "db", user: "postgres", password: secret("db") });
 * await client.connect();
 * await loadRows(client, {
 *   table: "orders",
 *   key: { day },
 *   rows: orders,
 *   create: "CREATE TABLE orders (day date, id bigint, total numeric(10, 2), PRIMARY KEY (day, id))",
 * });
 * await client.end();
 * ```
 *
 * What is loaded stands in the table `pipenb_loads` of the same schema, one row for each table and key: how many rows, their hash, how
 * often and when.
 *
 * A row that the server refuses is an error that names its number, counted from 1, and the column. One that another try may mend, as a
 * connection that is lost, has the exit code 75.
 *
 * @param client of the package `pg` (a connected `Client`, or a `Pool`) or of `postgres` (postgres.js)
 */
export async function loadRows<Row extends object>(
  client: PostgresClient,
  options: LoadOptions<Row>,
): Promise<Loaded> {
  if (Object.keys(options.key).length === 0)
    throw new TypeError(
      "The key names no column, such as { day }: it says which rows of the table are replaced.",
    );
  try {
    const { loaded, address, bytes, database } = await inTransaction(client, (run, server) =>
      loadIn(run, server, options),
    );
    const { rows, sha256 } = loaded;
    record({ kind: "output", path: address, bytes, sha256, rows, ...database });
    return loaded;
  } catch (error) {
    if (error instanceof Error && isTransient(error)) Object.assign(error, { exitCode: exitCodes.transient });
    throw error;
  }
}

interface Load {
  readonly loaded: Loaded;
  /** `table:SCHEMA.NAME?COLUMN=VALUE`, each part as in a URL. */
  readonly address: string;
  /** Of the rows as JSON. */
  readonly bytes: number;
  readonly database: Pick<RunRecord, "database">;
}

async function loadIn<Row extends object>(
  run: Run,
  server: string | undefined,
  options: LoadOptions<Row>,
): Promise<Load> {
  const found = await prepare(run, options);
  const table = nameText(found);
  const names = Object.keys(options.key);
  const key = columnsOf(found, names);
  const given = Object.entries(options.key).flatMap(([name, value]) => [name, String(value)]);
  // SAFETY: made by the statement.
  const written = JSON.parse(await textOf(run(writeKey(key), given))) as WrittenKey;
  const keyValues = names.map((name) => written.texts[name] ?? "");
  await run(lockKey, [`pipenb load ${table} `, written.json]);
  let target: Target = { ...found, columns: key, key };
  await run(deleteRows(target), keyValues);
  const hash = createHash("sha256");
  let rows = 0;
  let bytes = 0;
  const pieces = piecesOf(options.rows, {
    columns: options.columns,
    key: written.texts,
    onColumns: (all) => {
      target = { ...target, columns: columnsOf(found, all) };
    },
  });
  for await (const piece of pieces) {
    refuseInterrupted();
    for (const row of piece.rows) {
      hash.update(row).update("\n");
      bytes += Buffer.byteLength(row) + 1;
    }
    rows += await insertPiece(run, target, keyValues, piece);
  }
  refuseInterrupted();
  const sha256 = hash.digest("hex");
  await run(writeLedger(found.schema), [found.table, written.json, String(rows), sha256]);
  const database =
    server === undefined ? {} : { database: `postgres://${server}/${encodeURIComponent(found.database)}` };
  // SAFETY: an object of the columns.
  const loaded = { table, key: JSON.parse(written.json) as Record<string, unknown>, rows, sha256 };
  return { loaded, address: addressOf(found, names, keyValues), bytes, database };
}

function addressOf(
  { schema, table }: FoundTable,
  names: readonly string[],
  values: readonly string[],
): string {
  const key = new URLSearchParams(names.map((name, index): [string, string] => [name, values[index] ?? ""]));
  return `table:${encodeURIComponent(schema)}.${encodeURIComponent(table)}?${key.toString()}`;
}

interface FoundTable {
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly Column[];
}

/** Makes what is not there: the table, the ledger. Only then do loads of several keys wait for each other. */
async function prepare(
  run: Run,
  { table, schema, create }: Pick<LoadOptions<object>, "table" | "schema" | "create">,
): Promise<FoundTable> {
  const name = schema === undefined ? quoted(table) : quoted(schema, table);
  let found = await find(run, name);
  if (found?.hasLedger !== true) {
    await run(lock, ["pipenb load, of what is not there yet"]);
    found = await find(run, name);
    if (found === undefined && create !== undefined) {
      await run(create);
      found = await find(run, name);
    }
    if (found === undefined)
      throw new Error(
        create === undefined
          ? `There is no table ${name}. Make it first, or give the SQL that makes it as "create".`
          : `"create" has not made the table ${name}. Names are as the catalogue has them: without quotes PostgreSQL makes them lower case.`,
      );
    if (!found.hasLedger) await makeLedger(run, found.schema);
  }
  // SAFETY: made by the statement.
  const columns = JSON.parse(await textOf(run(findColumns, [found.id]))) as Column[];
  return { ...found, columns };
}

async function makeLedger(run: Run, schema: string): Promise<void> {
  const sql = createLedger(schema);
  await run(sql).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The ledger ${quoted(schema, "pipenb_loads")} could not be made: ${why}. Let somebody who may make it run:\n${sql};`,
      { cause },
    );
  });
}

interface Catalogued {
  readonly id: string;
  readonly database: string;
  readonly schema: string;
  readonly table: string;
  readonly hasLedger: boolean;
}

async function find(run: Run, name: string): Promise<Catalogued | undefined> {
  const { value } = await run(findTable, [name]);
  // SAFETY: made by the statement.
  return typeof value === "string" ? (JSON.parse(value) as Catalogued) : undefined;
}

async function textOf(answer: ReturnType<Run>): Promise<string> {
  return String((await answer).value);
}

function columnsOf(found: FoundTable, names: readonly string[]): readonly Column[] {
  return names.map((name) => {
    const column = found.columns.find((each) => each.name === name);
    if (column !== undefined) return column;
    const all = found.columns.map((each) => quoted(each.name)).join(", ");
    throw new Error(
      `The table ${nameText(found)} has no column ${quoted(name)}, only ${all}. Rename it in the rows, or name those to take in "columns".`,
    );
  });
}
