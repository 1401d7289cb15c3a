/** Results of @duckdb/node-api. Only rows that are already there are shown; a stream is not read from. */
import { Type } from "@uwdata/flechette";
import { type ColumnMemory, isNumbers, type NumberArray } from "../values/column-memory.ts";
import { aCount, anArray, anObject, hasMethods, property } from "../values/duck-typing.ts";
import { asText, type Encoding } from "../values/encoding.ts";
import { copyRows } from "../values/first-rows.ts";
import { textOf } from "../values/json-text.ts";
import { rowSize } from "../values/row-size.ts";
import { type MadeColumn, type ValueColumn, writeStream } from "../values/write-stream.ts";
import { type Dataframe, fewRows, type NotYetRows } from "./dataframe.ts";
import { encodingOf, withoutClasses } from "./duckdb-encoding.ts";

/** The memory of DuckDB's vectors, where it holds numbers as Arrow has them. */

/** What DuckDB writes for infinity, to both sides, in days and in points in time. */
const infiniteDay = 2_147_483_647;
const infiniteInstant = 9_223_372_036_854_775_807n;

/** Undefined where the values have to be asked for one by one. */
function vectorMemory(vector: object, { type }: Encoding): ColumnMemory | undefined {
  const values = property(vector, "items");
  const validity = property(vector, "validity");
  if (!isNumbers(values) || typeof validity !== "object" || validity === null) return undefined;
  const fits =
    type.typeId === Type.Int ||
    type.typeId === Type.Float ||
    (type.typeId === Type.Date && values instanceof Int32Array) ||
    (type.typeId === Type.Timestamp && values instanceof BigInt64Array);
  if (!fits || (type.typeId !== Type.Int && type.typeId !== Type.Float && hasInfinity(values)))
    return undefined;
  const words = property(validity, "data");
  if (words === null) return { length: values.length, values };
  if (!(words instanceof BigUint64Array)) return undefined;
  const bits = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  return { length: values.length, values, valid: { bits, offset: aCount(property(validity, "offset")) } };
}

/** Infinity has no place in Arrow's days and points in time. */
function hasInfinity(values: NumberArray): boolean {
  return values instanceof BigInt64Array
    ? values.includes(infiniteInstant) || values.includes(-infiniteInstant)
    : values instanceof Int32Array && (values.includes(infiniteDay) || values.includes(-infiniteDay));
}

/** The values of one column, from the first row on. */
interface ReadColumn {
  values(column: number, rows: number): readonly unknown[];
  /** The memory they lie in, where they do. */
  memory?(column: number, encoding: Encoding, rows: number): readonly ColumnMemory[] | undefined;
}

/** What a statement gave that asked for no rows; see DuckDB's `duckdb_result_type`. */
const changedRows = 1;
const nothing = 2;

/** A materialized result, a reader with what it has read, or a note about a result that streams. */
export function fromDuckdb(value: object): Dataframe | NotYetRows | undefined {
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
    const chunks = property(value, "chunks");
    const read: ReadColumn = Array.isArray(chunks)
      ? ofChunks((index) => chunks[index], chunks.length)
      : { values: (column, count) => firstRows(count, (row) => value.value(column, row)) };
    return frameOf(names, types, rows, done, read);
  }
  if (hasMethods(value, "getChunk")) {
    const rows = aCount(property(value, "rowCount"));
    return frameOf(
      names,
      types,
      rows,
      true,
      ofChunks(value.getChunk.bind(value), aCount(property(value, "chunkCount"))),
    );
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
): Dataframe {
  const encodings = types.map((type) => encodingOf(anObject(type), text));
  const readColumn = (index: number, count: number): ValueColumn => ({
    name: names[index] ?? "",
    encoding: encodings[index] ?? asText,
    asText: text,
    values: read.values(index, Math.min(rows, count)),
  });
  const firstOf = (index: number, count: number): ValueColumn | MadeColumn => {
    const encoding = encodings[index];
    const needed = Math.min(rows, count);
    const memory = encoding === undefined ? undefined : read.memory?.(index, encoding, needed);
    const made =
      encoding === undefined || memory === undefined ? undefined : copyRows(encoding, memory, needed);
    return made === undefined ? readColumn(index, count) : { name: names[index] ?? "", made };
  };
  return {
    kind: "DuckDB result",
    rows: done ? rows : null,
    types: types.map(String),
    rowBytes: () => rowSize(names.map((_, index) => readColumn(index, fewRows))),
    stream: (count) => writeStream(names.map((_, index) => firstOf(index, count))),
    ...(done ? {} : { rowsSoFar: rows, note: "Not read to the end: readAll() reads the rest." }),
  };
}

function firstRows(count: number, at: (row: number) => unknown): readonly unknown[] {
  return Array.from({ length: count }, (_, row) => at(row));
}

function ofChunks(chunkAt: (index: number) => unknown, count: number): ReadColumn {
  const chunks: object[] = [];
  let held = 0;
  const holding = (rows: number): readonly object[] => {
    while (held < rows && chunks.length < count) {
      const chunk = anObject(chunkAt(chunks.length));
      held += aCount(property(chunk, "rowCount"));
      chunks.push(chunk);
    }
    return chunks;
  };
  return {
    values: (column, rows) => fromChunks(holding(rows), column, rows),
    memory: (column, encoding, rows) => {
      const pieces = holding(rows).map((chunk) => vectorMemory(vectorOf(chunk, column), encoding));
      return pieces.includes(undefined) ? undefined : pieces.filter((piece) => piece !== undefined);
    },
  };
}

function vectorOf(chunk: object, column: number): object {
  if (!hasMethods(chunk, "getColumnVector")) throw new TypeError("not a chunk");
  return anObject(chunk.getColumnVector(column));
}

function fromChunks(chunks: readonly object[], column: number, count: number): readonly unknown[] {
  const values: unknown[] = [];
  for (const chunk of chunks) {
    const vector = vectorOf(chunk, column);
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
