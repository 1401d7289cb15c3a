/** The first rows of columns whose values lie in memory as Arrow has them: copied as they are, none of them made. */
import type { Column } from "@uwdata/flechette";
import { Type } from "@uwdata/flechette";
import { columnOf } from "./build-column.ts";
import type { Encoding } from "./encoding.ts";
import { longestText } from "./json-text.ts";
import type { ColumnMemory, NumberArray } from "./column-memory.ts";
import { Validity } from "./validity.ts";

/** Undefined where the memory holds something else than the column shows, or not so many rows. */
export function copyRows(
  { type }: Encoding,
  memory: readonly ColumnMemory[],
  rows: number,
): Column<unknown> | undefined {
  const pieces = firstPieces(memory, rows);
  if (pieces === undefined) return undefined;
  const validity = validityOf(pieces, rows);
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
    case Type.Date:
    case Type.Timestamp: {
      if (pieces.some(({ values }) => values.constructor !== type.values)) return undefined;
      return columnOf(type, rows, { values: numbers(new type.values(rows), pieces) }, validity);
    }
    case Type.Utf8: {
      const buffers = texts(pieces, rows);
      return buffers === undefined ? undefined : columnOf(type, rows, buffers, validity);
    }
    default:
      return undefined;
  }
}

/** Pieces that end with the last of the rows. */
function firstPieces(memory: readonly ColumnMemory[], rows: number): readonly ColumnMemory[] | undefined {
  const pieces: ColumnMemory[] = [];
  let left = rows;
  for (const piece of memory) {
    if (left === 0) break;
    const length = Math.min(left, piece.length);
    pieces.push({ ...piece, length });
    left -= length;
  }
  return left === 0 && rows > 0 ? pieces : undefined;
}

function validityOf(pieces: readonly ColumnMemory[], rows: number): Validity {
  const validity = new Validity(rows);
  let at = 0;
  for (const { length, valid } of pieces) {
    if (valid !== undefined) {
      const { bits, offset } = valid;
      for (let row = 0; row < length; row += 1) {
        const bit = offset + row;
        if (((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) validity.miss(at + row);
      }
    }
    at += length;
  }
  return validity;
}

function numbers(into: NumberArray, pieces: readonly ColumnMemory[]): NumberArray {
  let at = 0;
  for (const { values, length } of pieces) {
    // SAFETY: all of them are of one class, as is looked at above.
    into.set(values.subarray(0, length) as never, at);
    at += length;
  }
  return into;
}

/** Undefined where one of the texts is so long that it travels cut. */
function texts(
  pieces: readonly ColumnMemory[],
  rows: number,
): { readonly values: Uint8Array; readonly offsets: Int32Array } | undefined {
  const starts = new Int32Array(rows + 1);
  const bytes: Uint8Array[] = [];
  let row = 0;
  let used = 0;
  for (const { values, offsets, length } of pieces) {
    if (!(values instanceof Uint8Array) || offsets === undefined) return undefined;
    const first = offsets[0] ?? 0;
    for (let index = 1; index <= length; index += 1) {
      const end = offsets[index] ?? 0;
      if (end - (offsets[index - 1] ?? 0) > longestText) return undefined;
      starts[row + index] = used + end - first;
    }
    bytes.push(values.subarray(first, offsets[length] ?? 0));
    row += length;
    used = starts[row] ?? 0;
  }
  return {
    values: bytes.length === 1 ? (bytes[0] ?? new Uint8Array(0)) : Buffer.concat(bytes),
    offsets: starts,
  };
}
