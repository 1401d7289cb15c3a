/** One Arrow stream out of many short ones, so that a large result is never held as a whole. */
import type { FileHandle } from "node:fs/promises";
import type { DuckDBMaterializedResult } from "@duckdb/node-api";
import { tableFromIPC } from "@uwdata/flechette";
import { writeStream } from "../../values/write-stream.ts";
import type { DuckdbColumn } from "./column.ts";
import { TimeSlicer } from "../time-slicer.ts";
import { textEncoding, valueColumn } from "./window-stream.ts";

/** Values that are turned into bytes at a time: some milliseconds' work. */
const pieceCells = 8_192;
/** What ends a stream, and what begins a message of it; the length of its head follows. */
const streamEnd = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** A column with a value that its type has no place for is written as text: then all begins anew. */
export async function writeArrow(
  file: FileHandle,
  result: DuckDBMaterializedResult,
  columns: readonly DuckdbColumn[],
  signal: AbortSignal,
): Promise<void> {
  const asText = new Set<number>();
  for (;;) {
    await file.truncate(0);
    const misfits = await writePieces(file, result, columns, asText, signal);
    if (misfits.length === 0) return;
    for (const place of misfits) asText.add(place);
  }
}

/** Gives the columns that did not fit; what is in the file by then is worth nothing. */
async function writePieces(
  file: FileHandle,
  result: DuckDBMaterializedResult,
  columns: readonly DuckdbColumn[],
  asText: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const slices = new TimeSlicer(signal);
  const encoded = (values: (place: number) => readonly unknown[]): Uint8Array =>
    writeStream(
      columns.map((column, place) => {
        const plain = valueColumn(column, values(place));
        return asText.has(place) ? { ...plain, encoding: textEncoding } : plain;
      }),
    );
  const empty = encoded(() => []);
  const head = Buffer.from(empty.subarray(0, headLength(empty)));
  let at = (await file.write(head, 0, head.length, 0)).bytesWritten;
  const pieceRows = Math.max(1, Math.floor(pieceCells / columns.length));
  for (let index = 0; index < result.chunkCount; index += 1) {
    const chunk = result.getChunk(index);
    const vectors = columns.map((_, place) => chunk.getColumnVector(place));
    for (let from = 0; from < chunk.rowCount; from += pieceRows) {
      const rows = Math.min(pieceRows, chunk.rowCount - from);
      const piece = encoded((place) =>
        Array.from({ length: rows }, (_, row) => vectors[place]?.getItem(from + row) ?? null),
      );
      const pieceHead = headLength(piece);
      const misfits = head.equals(piece.subarray(0, pieceHead)) ? [] : misfitsOf(empty, piece);
      if (misfits.length > 0) return misfits;
      const body = piece.subarray(pieceHead, piece.length - streamEnd.length);
      at += (await file.write(body, 0, body.length, at)).bytesWritten;
      await slices.rest();
    }
  }
  await file.write(streamEnd, 0, streamEnd.length, at);
  return [];
}

/** The columns whose types differ. */
function misfitsOf(stream: Uint8Array, other: Uint8Array): readonly number[] {
  const [types, others] = [typesOf(stream), typesOf(other)];
  return types.flatMap((type, place) => (others[place] === type ? [] : [place]));
}

function typesOf(stream: Uint8Array): readonly string[] {
  return tableFromIPC(stream).schema.fields.map(({ type }) => String(type.typeId));
}

/** How long the first message is, which says what the columns are. */
function headLength(stream: Uint8Array): number {
  return 8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true);
}
