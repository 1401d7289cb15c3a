/** The numbers of a result's column, copied out of its chunks into one piece of memory. */
import type { ColumnMemory, NumberArray } from "../../values/column-memory.ts";
import type { TimeSlicer } from "../time-slicer.ts";
import type { DuckdbColumn } from "./column.ts";
import type { ScannedRows } from "./scanned-rows.ts";
import { letGo } from "./vectors.ts";

type NumbersOf = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => NumberArray;

/** By the numbers of DuckDB's interface in C: types whose vectors hold such arrays, days and instants among them. */
const arrays: Readonly<Record<number, NumbersOf>> = {
  1: Uint8Array,
  2: Int8Array,
  3: Int16Array,
  4: Int32Array,
  5: BigInt64Array,
  6: Uint8Array,
  7: Uint16Array,
  8: Uint32Array,
  9: BigUint64Array,
  10: Float32Array,
  11: Float64Array,
  12: BigInt64Array,
  13: Int32Array,
  20: BigInt64Array,
  21: BigInt64Array,
  22: BigInt64Array,
  31: BigInt64Array,
};

/** Bytes that a number takes, at most. */
export const numberBytes = 8;

/**
 * The column's values in these rows, which are in ascending order, or in all rows. Undefined for columns of anything else,
 * and where a day or an instant may be infinite, with which only DuckDB knows how to deal.
 *
 * @param into has {@link numberBytes} for each
 */
export async function copyNumbers(
  scanned: ScannedRows,
  { type, index: column, kind }: DuckdbColumn,
  { wanted, into }: { readonly wanted: Uint32Array | undefined; readonly into: SharedArrayBuffer },
  slices: TimeSlicer,
): Promise<ColumnMemory | undefined> {
  const { rows } = scanned;
  const id: number = type.typeId;
  const Numbers = arrays[id];
  if (Numbers === undefined) return undefined;
  const length = wanted?.length ?? rows.chunks.rows;
  const values = new Numbers(into, 0, length);
  const present = new Presence(length);
  const last = rows.chunks.count - 1;
  for (let at = 0, index = 0; at < length && index <= last; index += 1) {
    if (wanted !== undefined) index = rows.chunkOf(wanted[at] ?? 0);
    const memory = scanned.memory(index, column);
    const { data, length: held, validity } = memory;
    const found = new Numbers(data?.buffer ?? new ArrayBuffer(0), data?.byteOffset ?? 0, held);
    if ((kind === "date" || kind === "instant") && mayHaveInfinity(found)) return undefined;
    if (wanted === undefined) {
      // SAFETY: both arrays are of one kind.
      values.set(found as never, at);
      if (validity !== undefined) present.copy(validity, held, at);
      at += held;
    } else at = pick({ found, validity, first: rows.startOf(index), wanted, values, present }, at);
    letGo(memory);
    await slices.rest();
  }
  return {
    length,
    values,
    ...(present.bits === undefined ? {} : { valid: { bits: present.bits, offset: 0 } }),
  };
}

interface Picking {
  /** Of one chunk, whose first row is `first`. */
  readonly found: NumberArray;
  readonly validity: Uint8Array | undefined;
  readonly first: number;
  readonly wanted: Uint32Array;
  readonly values: NumberArray;
  readonly present: Presence;
}

/** Takes the wanted rows from the one at `at` on, as far as they are in this chunk; gives the place of the next one. */
function pick({ found, validity, first, wanted, values, present }: Picking, at: number): number {
  let next = at;
  for (; next < wanted.length; next += 1) {
    const row = (wanted[next] ?? 0) - first;
    if (row >= found.length) break;
    values[next] = found[row] ?? 0;
    if (validity !== undefined && ((validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0) present.miss(next);
  }
  return next;
}

/** What is written for infinity has such an upper end as no other value of use has. */
function mayHaveInfinity(values: NumberArray): boolean {
  const [greatest, least, step] =
    values instanceof BigInt64Array ? [2 ** 31 - 1, -(2 ** 31), 2] : [2 ** 31 - 1, 1 - 2 ** 31, 1];
  const words = new Int32Array(values.buffer, values.byteOffset, values.length * step);
  for (let at = step - 1; at < words.length; at += step)
    if (words[at] === greatest || words[at] === least) return true;
  return false;
}

/** A bit for each row, set where there is a value. */
class Presence {
  readonly #length: number;
  #bits: Uint8Array | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  /** Undefined as long as there are values everywhere. */
  get bits(): Uint8Array | undefined {
    return this.#bits;
  }

  miss(row: number): void {
    const bits = (this.#bits ??= new Uint8Array((this.#length + 7) >> 3).fill(255));
    bits[row >> 3] = (bits[row >> 3] ?? 0) & ~(1 << (row & 7));
  }

  /** Those of a chunk, whose first row goes to `start`. */
  copy(validity: Uint8Array, rows: number, start: number): void {
    for (let from = 0; from < rows; from += 8) {
      const byte = validity[from >> 3] ?? 0;
      if (byte === 255) continue;
      for (let row = from; row < Math.min(from + 8, rows); row += 1)
        if ((byte & (1 << (row & 7))) === 0) this.miss(start + row);
    }
  }
}
