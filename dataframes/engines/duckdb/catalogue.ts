/**
 * The tables of the DuckDB databases that cells hold. A connection of our own reads the catalogue in DuckDB's threads, beside
 * whatever the cells' connections do: a query on one of theirs would end a result that streams from it.
 */
import { createRequire } from "node:module";
import { types } from "node:util";
import type * as duckdb from "@duckdb/node-api";
import type { KnownColumn, KnownTable } from "../../../protocol/knowledge.ts";

type Classes = Pick<typeof duckdb, "DuckDBInstance">;

const inPackage = /[\\/]@duckdb[\\/]node-api[\\/].*\.js$/;

/** A catalogue may hold many; these are more than anybody reads. */
const mostColumns = 2_000;

/** The catalogue of a database elsewhere is read over the network. */
const elsewhere = "SELECT count(*)::INTEGER FROM duckdb_databases() WHERE NOT internal AND type <> 'duckdb'";
const columns = `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal LIMIT ${mostColumns}`;

/** Reads one catalogue at a time: who asks meanwhile gets the answer to the question before. */
export class Catalogue {
  #reading: Promise<readonly KnownTable[]> | undefined;

  /** Of all databases among the values. Never rejects. */
  tables(values: readonly unknown[]): Promise<readonly KnownTable[]> {
    this.#reading ??= read(values).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }
}

async function read(values: readonly unknown[]): Promise<readonly KnownTable[]> {
  const tables: KnownTable[] = [];
  // Of a proxy even its class is told by code of the cells.
  const asked = values.filter((value) => !types.isProxy(value));
  for (const classes of loadedClasses())
    for (const database of databasesAmong(classes, asked)) {
      try {
        tables.push(...(await tablesOf(database)));
      } catch {
        // It is closed, or cannot be read now: nothing is known of it.
      }
    }
  return tables;
}

/** Of each copy of the library that this process has loaded. */
function loadedClasses(): readonly Classes[] {
  const { cache } = createRequire(import.meta.url);
  const found = new Map<unknown, Classes>();
  for (const [path, module] of Object.entries(cache)) {
    const exports: unknown = inPackage.test(path) ? module?.exports : undefined;
    if (hasClasses(exports)) found.set(exports.DuckDBInstance, exports);
  }
  return [...found.values()];
}

function hasClasses(exports: unknown): exports is Classes {
  if (typeof exports !== "object" || exports === null) return false;
  return typeof Reflect.get(exports, "DuckDBInstance") === "function";
}

/** A connection does not tell its database, so those that cells hold are asked. */
function databasesAmong(
  { DuckDBInstance }: Classes,
  values: readonly unknown[],
): readonly duckdb.DuckDBInstance[] {
  // Of just that class: one of the cells' own, made from it, has code of theirs.
  const isOne = (value: unknown): value is duckdb.DuckDBInstance =>
    value instanceof DuckDBInstance &&
    Object.getPrototypeOf(value) === DuckDBInstance.prototype &&
    !Object.hasOwn(value, "connect");
  return values.filter(isOne);
}

async function tablesOf(database: duckdb.DuckDBInstance): Promise<readonly KnownTable[]> {
  const connection = await database.connect();
  try {
    if ((await connection.runAndReadAll(elsewhere)).getRows()[0]?.[0] !== 0) return [];
    const tables = new Map<string, KnownTable & { readonly columns: KnownColumn[] }>();
    for (const row of (await connection.runAndReadAll(columns)).getRows()) {
      const [schema = "", name = "", column = "", type = ""] = row.map(String);
      const key = JSON.stringify([schema, name]);
      const table = tables.get(key) ?? { kind: "table", name, schema, columns: [] };
      table.columns.push({ name: column, type });
      tables.set(key, table);
    }
    return [...tables.values()];
  } finally {
    connection.disconnectSync();
  }
}
