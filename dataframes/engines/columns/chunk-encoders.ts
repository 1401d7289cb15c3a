/** Makes pieces of a column's values for the thread of columns. */
import { Type } from "@uwdata/flechette";
import type { Encoding } from "../../values/encoding.ts";
import { asWholeText } from "../../values/encoding.ts";
import type { ReadableColumn } from "../../detect/column-reader.ts";
import { noText, unitsPerPiece } from "./packed-strings.ts";
import type { LogicalType } from "./logical-type.ts";
import { isTextual } from "./logical-type.ts";
import type { Piece } from "./thread-messages.ts";

/** Rows of a piece, at most. */
const rowsPerPiece = 32_768;

/** Takes values until a piece is full. */
export interface PieceMaker {
  /**
   * Takes values from one place to before another, null and undefined as missing. Gives how many it took, fewer when the
   * piece is full; undefined when one has no place in such a piece.
   */
  readonly add: (values: readonly unknown[], from: number, to: number) => number | undefined;
  readonly rows: () => number;
  readonly take: () => { readonly piece: Piece; readonly transfer: readonly ArrayBuffer[] };
}

/** For the values that the column was told to have. */
export function pieceMaker({ encoding, declared }: ReadableColumn, meaning: LogicalType): () => PieceMaker {
  if (meaning.kind === "bytes") return textMaker(hexOf);
  if (isTextual(meaning)) return anyTextMaker;
  const { type, encode } = encoding;
  if (type.typeId === Type.Float || (type.typeId === Type.Int && type.bitWidth < 64))
    return floatMaker(aNumber);
  // JavaScript's dates are numbers of milliseconds.
  if (type.typeId === Type.Timestamp && !declared) return floatMaker(millisecondsOf);
  if (type.typeId === Type.Int) return bigIntMaker(encode);
  if (type.typeId === Type.Decimal || type.typeId === Type.Timestamp) return bigIntMaker(of64Bits(encode));
  return floatMaker((value) => {
    const encoded = encode(value);
    return typeof encoded === "boolean" ? Number(encoded) : aNumber(encoded);
  });
}

/** Of integers too large for 64 bits, as text. */
export function wideMaker({ encode }: Encoding): () => PieceMaker {
  return textMaker((value) => {
    const encoded = typeof value === "bigint" ? value : encode(value);
    return typeof encoded === "bigint" ? String(encoded) : undefined;
  });
}

/** Of values of any kind. */
export const anyTextMaker = textMaker((value) =>
  typeof value === "string" ? value : String(asWholeText.encode(value)),
);

function aNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function millisecondsOf(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() : undefined;
}

function hexOf(value: unknown): string {
  return value instanceof Uint8Array
    ? `0x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`
    : String(value);
}

function of64Bits(encode: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => {
    const encoded = encode(value);
    return typeof encoded === "bigint" && BigInt.asIntN(64, encoded) === encoded ? encoded : undefined;
  };
}

function floatMaker(convert: (value: unknown) => number | undefined): () => PieceMaker {
  return () => {
    const numbers = new Float64Array(rowsPerPiece);
    return ofNumbers(numbers, (row, value) => {
      const number = convert(value);
      if (number === undefined) return false;
      numbers[row] = number;
      return true;
    });
  };
}

function bigIntMaker(convert: (value: unknown) => unknown): () => PieceMaker {
  return () => {
    const numbers = new BigInt64Array(rowsPerPiece);
    return ofNumbers(numbers, (row, value) => {
      const integer = convert(value);
      if (typeof integer !== "bigint") return false;
      numbers[row] = integer;
      return true;
    });
  };
}

/** `put` is false for a value that has no place among the numbers, and may throw for one. */
function ofNumbers(
  numbers: Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
  put: (row: number, value: unknown) => boolean,
): PieceMaker {
  let missing: Uint8Array<ArrayBuffer> | undefined;
  let rows = 0;
  return {
    add: (values, from, to) => {
      const taken = Math.min(to - from, rowsPerPiece - rows);
      try {
        for (let at = from; at < from + taken; at += 1, rows += 1) {
          const value = values[at];
          if (value === null || value === undefined) {
            missing ??= new Uint8Array(rowsPerPiece);
            missing[rows] = 1;
          } else if (!put(rows, value)) return undefined;
        }
      } catch {
        // Of another kind than the first ones.
        return undefined;
      }
      return taken;
    },
    rows: () => rows,
    take: () => ({
      piece: { numbers: numbers.subarray(0, rows), missing: missing?.subarray(0, rows) },
      transfer: missing === undefined ? [numbers.buffer] : [numbers.buffer, missing.buffer],
    }),
  };
}

/** `convert` gives undefined for a value that has no place among these texts, and may throw for one. */
function textMaker(convert: (value: unknown) => string | undefined): () => PieceMaker {
  return () => {
    const parts: string[] = [];
    const lengths = new Int32Array(rowsPerPiece);
    let [rows, units] = [0, 0];
    return {
      add: (values, from, to) => {
        const end = Math.min(to, from + rowsPerPiece - rows);
        // Joined at once: the texts are near now.
        let part = "";
        let at = from;
        try {
          for (; at < end && units < unitsPerPiece; at += 1, rows += 1) {
            const value = values[at];
            if (value === null || value === undefined) {
              lengths[rows] = noText;
              continue;
            }
            const text = convert(value);
            if (text === undefined) return undefined;
            part += text;
            lengths[rows] = text.length;
            units += text.length;
          }
        } catch {
          // Of another kind than the first ones.
          return undefined;
        }
        parts.push(part);
        return at - from;
      },
      rows: () => rows,
      take: () => ({
        piece: { joined: parts.join(""), lengths: lengths.subarray(0, rows) },
        transfer: [lengths.buffer],
      }),
    };
  };
}
