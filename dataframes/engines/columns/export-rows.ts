/** Writes rows to a file: read here in short slices, written by the thread. */
import { pickRows, readRows } from "../../detect/column-reader.ts";
import type { ReadableColumn } from "../../detect/column-reader.ts";
import { asNull, asWholeText } from "../../values/encoding.ts";
import { ValueKinds } from "../../detect/infer-encoding.ts";
import { writeStream } from "../../values/write-stream.ts";
import type { ExportFormat } from "../../protocol/request.ts";
import type { ColumnThread } from "./column-thread.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { inFull } from "./full-values.ts";

export interface RowsToWrite {
  readonly path: string;
  readonly format: ExportFormat;
  readonly thread: ColumnThread;
  readonly columns: readonly ReadableColumn[];
  /** How many, or which ones. */
  readonly rows: number | Uint32Array;
}

/** Read in one turn. */
const valuesPerBatch = 8_000;
const rowsPerLook = 256;

/** Rejects with the signal's reason once it is aborted. */
export async function exportRows(
  { path, format, thread, columns, rows }: RowsToWrite,
  signal: AbortSignal,
): Promise<void> {
  const slices = new TimeSlicer(signal);
  const length = typeof rows === "number" ? rows : rows.length;
  const read = (column: ReadableColumn, from: number, to: number) =>
    typeof rows === "number" ? readRows(column, from, to) : pickRows(column, rows.subarray(from, to));
  const settled: ReadableColumn[] = [];
  for (const column of columns)
    settled.push(await settle(column, typeof rows === "number" ? range(rows) : rows, slices));
  const file = crypto.randomUUID();
  await thread.ask({ do: "open", file, path, format }, signal);
  let keep = false;
  try {
    const batch = Math.max(64, Math.floor(valuesPerBatch / Math.max(1, columns.length)));
    let from = 0;
    do {
      const to = Math.min(length, from + batch);
      const stream = writeStream(settled.map((column) => read(column, from, to)));
      await thread.ask({ do: "append", file, stream }, signal, [stream.buffer as ArrayBuffer]); // SAFETY: our own writer made it.
      await slices.rest();
      from = to;
    } while (from < length);
    keep = true;
  } finally {
    await thread.ask({ do: "close", file, keep });
  }
}

/** A column of one kind from its first row to its last, as files have them. */
async function settle(
  column: ReadableColumn,
  rows: Iterable<number>,
  slices: TimeSlicer,
): Promise<ReadableColumn> {
  if (column.declared) return column.encoding === asNull ? column : inFull(column);
  const kinds = new ValueKinds();
  let [index, fits] = [0, true];
  for (const row of rows) {
    const value = column.at(row);
    kinds.add(value);
    if (fits && value !== null && value !== undefined) fits = isEncoded(column, value);
    if (++index % rowsPerLook === 0) await slices.rest();
  }
  if (fits) return inFull(column);
  const { encoding } = kinds.inferred();
  const other = { ...column, encoding };
  for (const row of rows) {
    const value = column.at(row);
    if (value !== null && value !== undefined && !isEncoded(other, value))
      return { ...column, encoding: asWholeText };
    if (++index % rowsPerLook === 0) await slices.rest();
  }
  return inFull(other);
}

function isEncoded({ encoding }: ReadableColumn, value: unknown): boolean {
  try {
    encoding.encode(value);
    return true;
  } catch {
    // Of another kind.
    return false;
  }
}

function range(length: number): Iterable<number> {
  return { [Symbol.iterator]: () => Array.prototype.keys.call({ length }) };
}
