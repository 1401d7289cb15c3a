/** Reads what engines give and write, with other code than theirs, as rows of text. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromIPC as flechetteFromIpc } from "@uwdata/flechette";
import { tableFromIPC } from "apache-arrow";
import pl from "nodejs-polars";
import { fromArrow } from "../../../dataframes/detect/arrow.ts";
import { fromDuckdb } from "../../../dataframes/detect/duckdb.ts";
import { plainValue, readOptions } from "../../../dataframes/values/plain-value.ts";

/** Null stands for a missing value. */
type TextRow = readonly (string | null)[];

export interface ReadTable {
  readonly names: readonly string[];
  readonly rows: readonly TextRow[];
}

/** An Arrow stream as the grid reads it. */
export function readStream(stream: Uint8Array): ReadTable {
  const table = flechetteFromIpc(stream, readOptions);
  const columns = table.children.map((column) =>
    Array.from({ length: table.numRows }, (_, row) => {
      const value = plainValue(column.type, column.at(row), "whole");
      return value === null ? null : leafText(value);
    }),
  );
  return {
    names: table.schema.fields.map(({ name }) => name),
    rows: Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row] ?? null)),
  };
}

function leafText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}

/** An Arrow file or stream, by apache-arrow. */
export async function readArrowFile(path: string): Promise<ReadTable> {
  const frame = fromArrow(tableFromIPC(await readFile(path)));
  assert.ok(frame !== undefined);
  return readStream(frame.stream(1_000));
}

/** The first thousand rows of a Parquet file and how many there are. */
export async function readParquetFile(path: string, reader: "duckdb" | "polars"): Promise<ReadTable> {
  if (reader === "polars") return readStream(pl.readParquet(path).writeIPCStream());
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const frame = fromDuckdb(
      await connection.runAndReadAll(`select * from read_parquet('${path.replaceAll("'", "''")}')`),
    );
    assert.ok(frame !== undefined && "stream" in frame);
    return readStream(frame.stream(Number.MAX_SAFE_INTEGER));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** RFC 4180, line ends of either kind; what stands there without quotes and empty is missing. */
export async function readCsvFile(path: string): Promise<ReadTable> {
  const text = await readFile(path, "utf8");
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "" && row.length === 0) break;
    row.push(quoted?.replaceAll('""', '"') ?? (plain === "" ? null : (plain ?? null)));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  const [names = [], ...rest] = rows;
  return { names: names.map((name) => name ?? ""), rows: rest };
}

/** Two ways of writing a point in time read the same: `2022-02-05T10:00:00.100000Z` and `2022-02-05 10:00:00.1+00:00`. */
export function instantText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const zoned = /^(.*\d)(Z|UTC|[+-]\d\d(?::?\d\d)?)$/.exec(text.replace("T", " "));
  const [, local = text.replace("T", " "), zone] = zoned ?? [];
  const [seconds = "", fraction = ""] = local.split(".");
  const digits = fraction.replace(/0+$/, "");
  const rest = digits === "" ? "" : `.${digits}`;
  const full = /:\d\d:\d\d$/.test(seconds)
    ? seconds
    : seconds.includes(":")
      ? `${seconds}:00`
      : `${seconds} 00:00:00`;
  if (zone === undefined) return `${full}${rest}`;
  const minutes = zone === "Z" || zone === "UTC" ? 0 : offsetMinutes(zone);
  const utc = new Date(Date.parse(`${full.replace(" ", "T")}Z`) - minutes * 60_000);
  return `${utc.toISOString().slice(0, 19).replace("T", " ")}${rest}Z`;
}

function offsetMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", ""));
  return zone.startsWith("-") ? -minutes : minutes;
}
