/** The rows of a result as they lie in its chunks, of which each has at most some thousand rows. */
import type { DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import { property } from "../../values/duck-typing.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { TimeSlicer } from "../time-slicer.ts";
import type { DuckdbLibrary } from "./find-library.ts";

/** Rows of a chunk of DuckDB, at most. */
const fullChunk = 2_048;

export interface ResultChunks {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  readonly rows: number;
  readonly count: number;
  readonly chunk: (index: number) => DuckDBDataChunk;
}

/** Refuses results that are not read to their end. */
export function chunksOf(value: object, library: DuckdbLibrary): ResultChunks {
  if (value instanceof library.DuckDBResultReader) {
    const chunks = property(value, "chunks");
    if (!value.done)
      throw new DataframeError(
        "unsupported",
        "This result is not read to its end. Call readAll() and show it again.",
      );
    if (!Array.isArray(chunks))
      throw new DataframeError("unsupported", "This version of @duckdb/node-api hides its rows.");
    return {
      names: value.columnNames(),
      types: value.columnTypes(),
      rows: value.currentRowCount,
      count: chunks.length,
      // SAFETY: the reader's list of the chunks it has read.
      chunk: (index) => chunks[index] as DuckDBDataChunk,
    };
  }
  if (value instanceof library.DuckDBMaterializedResult)
    return {
      names: value.columnNames(),
      types: value.columnTypes(),
      rows: value.rowCount,
      count: value.chunkCount,
      chunk: (index) => value.getChunk(index),
    };
  throw new DataframeError(
    "unsupported",
    "This result streams: its rows can be read once only. Use connection.runAndReadAll(sql), or readAll() of a reader.",
  );
}

/** A run of rows within one chunk. */
export interface ChunkRun {
  readonly chunk: DuckDBDataChunk;
  readonly from: number;
  readonly rows: number;
}

/** Finds rows in chunks. */
export class ResultRows {
  readonly chunks: ResultChunks;
  /** First row of each chunk, as far as it was looked at; undefined where all but the last are full. */
  #starts: number[] | undefined = [0];

  constructor(chunks: ResultChunks) {
    this.chunks = chunks;
    const { count, rows } = chunks;
    // No chunk has more than a full one, so that this sum leaves no choice.
    const last = count === 0 ? 0 : chunks.chunk(count - 1).rowCount;
    if ((count - 1) * fullChunk + last === rows) this.#starts = undefined;
  }

  /** These rows, which lie next to each other, chunk by chunk. */
  async *runs(offset: number, limit: number, slices: TimeSlicer): AsyncGenerator<ChunkRun> {
    const end = Math.min(offset + limit, this.chunks.rows);
    let row = offset;
    if (row >= end) return;
    await this.lookUpTo(row, slices);
    for (let index = this.chunkOf(row); row < end; index += 1) {
      const chunk = this.chunks.chunk(index);
      const start = this.startOf(index);
      const rows = Math.min(end - row, start + chunk.rowCount - row);
      if (rows > 0) yield { chunk, from: row - start, rows };
      row += rows;
      if (this.#starts !== undefined) this.#starts[index + 1] = start + chunk.rowCount;
      await slices.rest();
    }
  }

  /** Finds out where all rows before this one are, and the row itself. */
  async lookUpTo(row: number, slices: TimeSlicer): Promise<void> {
    const starts = this.#starts;
    if (starts === undefined) return;
    for (
      let index = starts.length - 1;
      (starts[index] ?? row) <= row && index < this.chunks.count;
      index += 1
    ) {
      starts[index + 1] = (starts[index] ?? 0) + this.chunks.chunk(index).rowCount;
      await slices.rest();
    }
  }

  /** First row of a chunk that was looked at. */
  startOf(index: number): number {
    return this.#starts === undefined ? index * fullChunk : (this.#starts[index] ?? 0);
  }

  /** The chunk that has this row, which was looked up. */
  chunkOf(row: number): number {
    const starts = this.#starts;
    if (starts === undefined) return Math.floor(row / fullChunk);
    let [low, high] = [0, Math.min(starts.length, this.chunks.count) - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? row + 1) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
