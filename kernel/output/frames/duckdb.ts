/** Results of @duckdb/node-api. Only rows that are already there are shown; a stream is not read from. */
import { aCount, anArray, anObject, hasMethods, property } from "./duck.ts";
import { encodingOf, withoutClasses } from "./duckdb-encoding.ts";
import type { Frame, NotYetRows } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { textOf } from "./json-text.ts";
import { writeStream } from "./write-stream.ts";

/** The values of one column, from the first row on. */
type ReadColumn = (column: number, rows: number) => readonly unknown[];

/** What a statement gave that asked for no rows; see DuckDB's `duckdb_result_type`. */
const changedRows = 1;
const nothing = 2;

/** A materialized result, a reader with what it has read, or a note about a result that streams. */
export function fromDuckdb(value: object): Frame | NotYetRows | undefined {
  if (!hasMethods(value, "columnNames", "columnTypes", "columnTypeId")) return undefined;
  const names = anArray(value.columnNames()).map(String);
  const types = anArray(value.columnTypes());
  const returned = property(value, "returnType");
  if (returned === nothing) return { text: "Done: the statement gives no rows." };
  if (returned === changedRows)
    return { text: `Done: rows changed: ${String(property(value, "rowsChanged"))}.` };
  if (hasMethods(value, "value", "readUntil")) {
    const rows = aCount(property(value, "currentRowCount"));
    const done = property(value, "done") === true;
    const read: ReadColumn = (column, count) => firstRows(count, (row) => value.value(column, row));
    return frameOf(names, types, rows, done, read);
  }
  if (hasMethods(value, "getChunk")) {
    const rows = aCount(property(value, "rowCount"));
    const chunks = firstChunks(value.getChunk.bind(value), aCount(property(value, "chunkCount")));
    return frameOf(names, types, rows, true, (column, count) => fromChunks(chunks, column, count));
  }
  const columns = names.map((name, index) => `${name} (${String(types[index])})`).join(", ");
  return {
    text: `DuckDBResult that streams, not read: ${columns}\nIts rows come with fetchChunk() or getRowObjects(); connection.runAndReadAll(sql) gives a result that shows.`,
  };
}

function frameOf(
  names: readonly string[],
  types: readonly unknown[],
  rows: number,
  done: boolean,
  read: ReadColumn,
): Frame {
  return {
    kind: "DuckDB result",
    rows: done ? rows : null,
    types: types.map(String),
    stream: (count) =>
      writeStream(
        names.map((name, index) => ({
          name,
          encoding: encodingOf(anObject(types[index]), text),
          asText: text,
          values: read(index, Math.min(rows, count)),
        })),
      ),
    ...(done ? {} : { rowsSoFar: rows, note: "Not read to the end: readAll() reads the rest." }),
  };
}

function firstRows(count: number, at: (row: number) => unknown): readonly unknown[] {
  return Array.from({ length: count }, (_, row) => at(row));
}

function firstChunks(getChunk: (index: number) => unknown, count: number): readonly object[] {
  const chunks: object[] = [];
  for (let index = 0, rows = 0; index < count && rows < mostRows; index += 1) {
    const chunk = anObject(getChunk(index));
    rows += aCount(property(chunk, "rowCount"));
    chunks.push(chunk);
  }
  return chunks;
}

function fromChunks(chunks: readonly object[], column: number, count: number): readonly unknown[] {
  const values: unknown[] = [];
  for (const chunk of chunks) {
    if (!hasMethods(chunk, "getColumnVector")) throw new TypeError("not a chunk");
    const vector = anObject(chunk.getColumnVector(column));
    if (!hasMethods(vector, "getItem")) throw new TypeError("not a vector");
    const rows = Math.min(aCount(property(chunk, "rowCount")), count - values.length);
    values.push(...firstRows(rows, (row) => vector.getItem(row)));
  }
  return values;
}

/** Nested values as JSON, all others as DuckDB writes them. */
function text(value: unknown): string {
  return textOf(withoutClasses(value));
}
