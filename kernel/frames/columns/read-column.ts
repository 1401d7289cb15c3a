/** Reads a column on the main thread, in short slices, into pieces for the thread of columns. */
import { Type } from "@uwdata/flechette";
import type { Encoding } from "../../output/frames/encoding.ts";
import { asWholeText } from "../../output/frames/encoding.ts";
import type { ColumnMemory } from "../../output/frames/column-memory.ts";
import type { ReadableColumn } from "../../output/frames/readable-frame.ts";
import type { Meaning } from "./meaning.ts";
import { isTextual, meaningOf } from "./meaning.ts";
import { noText, unitsPerPiece } from "./joined-texts.ts";
import type { Piece } from "./messages.ts";
import { Slices } from "../slices.ts";

/** Takes a column's values one piece after the other. */
export interface ColumnSink {
  begin(meaning: Meaning): void;
  add(piece: Piece, transfer: readonly ArrayBuffer[]): void;
}

const rowsPerPiece = 8_192;
const rowsPerLook = 256;
/** Copied in one turn. */
const bytesPerCopy = 16 * 1024 * 1024;

/** A column whose later values are of another kind than its first ones is read once more, as text. */
export async function readColumn(
  column: ReadableColumn,
  rows: number,
  sink: ColumnSink,
  signal: AbortSignal,
): Promise<void> {
  const slices = new Slices(signal);
  const meaning = meaningOf(column.encoding, column.role);
  sink.begin(meaning);
  const memory = column.memory?.();
  if (memory !== undefined) {
    await copyMemory(memory, sink, slices);
    return;
  }
  if (await readValues(column, rows, pieceMaker(column, meaning), sink, slices)) return;
  const wide =
    meaning.kind === "decimal" || (meaning.kind === "number" && column.encoding.type.typeId !== Type.Float);
  if (wide) {
    sink.begin(meaning);
    if (await readValues(column, rows, wideMaker(column.encoding), sink, slices)) return;
  }
  sink.begin({ kind: "text" });
  await readValues(column, rows, textMaker(asWholeText.encode), sink, slices);
}

async function copyMemory(memory: readonly ColumnMemory[], sink: ColumnSink, slices: Slices): Promise<void> {
  for (const { length, values, offsets, valid } of memory) {
    await slices.rest();
    const used = offsets === undefined ? length : (offsets[length] ?? 0);
    const step =
      offsets === undefined ? Math.max(1, Math.floor(bytesPerCopy / values.BYTES_PER_ELEMENT)) : length;
    for (let from = 0; from < length; from += step) {
      const to = Math.min(length, from + step);
      const copy = offsets === undefined ? values.slice(from, to) : values.slice(0, used);
      const starts = offsets?.slice(from, to + 1);
      const bits =
        valid === undefined ? undefined : { bits: valid.bits.slice(), offset: valid.offset + from };
      const piece: ColumnMemory = {
        length: to - from,
        values: copy,
        ...(starts === undefined ? {} : { offsets: starts }),
        ...(bits === undefined ? {} : { valid: bits }),
      };
      const buffers = [copy, starts, bits?.bits].flatMap((array) =>
        array === undefined ? [] : [array.buffer],
      );
      sink.add(
        { memory: piece },
        buffers.filter((buffer) => buffer instanceof ArrayBuffer),
      );
      await slices.rest();
    }
  }
}

/** Makes pieces of values, of which none is null. */
interface PieceMaker {
  /** False when the value has no place in such a piece. */
  readonly set: (index: number, value: unknown) => boolean;
  readonly missing: (index: number) => void;
  readonly full: () => boolean;
  readonly take: (length: number) => { readonly piece: Piece; readonly transfer: readonly ArrayBuffer[] };
}

/** False when some value has no place. */
async function readValues(
  column: ReadableColumn,
  rows: number,
  make: () => PieceMaker,
  sink: ColumnSink,
  slices: Slices,
): Promise<boolean> {
  for (let from = 0; from < rows;) {
    const maker = make();
    let length = 0;
    const most = Math.min(rowsPerPiece, rows - from);
    do {
      const value = column.at(from + length);
      if (value === null || value === undefined) maker.missing(length);
      else if (!maker.set(length, value)) return false;
      length += 1;
    } while (length < most && !maker.full() && !(length % rowsPerLook === 0 && slices.full));
    const { piece, transfer } = maker.take(length);
    sink.add(piece, transfer);
    from += length;
    await slices.rest();
  }
  return true;
}

function pieceMaker({ encoding, declared }: ReadableColumn, meaning: Meaning): () => PieceMaker {
  if (meaning.kind === "bytes") return textMaker(hexOf);
  if (isTextual(meaning)) return textMaker(asWholeText.encode);
  const { type } = encoding;
  // JavaScript's dates are numbers of milliseconds.
  if (type.typeId === Type.Timestamp && !declared) return () => floatMaker(millisecondsOf);
  const large = type.typeId === Type.Int && type.bitWidth === 64;
  return large || type.typeId === Type.Decimal || type.typeId === Type.Timestamp
    ? () => bigIntMaker(encoding)
    : () => numberMaker(encoding);
}

function millisecondsOf(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : undefined;
}

function numberMaker({ encode }: Encoding): PieceMaker {
  return floatMaker((value) => {
    const encoded = encode(value);
    return typeof encoded === "boolean" ? Number(encoded) : encoded;
  });
}

function floatMaker(encode: (value: unknown) => unknown): PieceMaker {
  const numbers = new Float64Array(rowsPerPiece);
  return ofNumbers(numbers, (index, value) => {
    const encoded = encode(value);
    if (typeof encoded !== "number") return false;
    numbers[index] = encoded;
    return true;
  });
}

function bigIntMaker({ encode }: Encoding): PieceMaker {
  const numbers = new BigInt64Array(rowsPerPiece);
  return ofNumbers(numbers, (index, value) => {
    const encoded = encode(value);
    if (typeof encoded !== "bigint" || BigInt.asIntN(64, encoded) !== encoded) return false;
    numbers[index] = encoded;
    return true;
  });
}

/** `put` is false for a value that has no place among the numbers, and may throw for one. */
function ofNumbers(
  numbers: Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
  put: (index: number, value: unknown) => boolean,
): PieceMaker {
  const missing = new Uint8Array(rowsPerPiece);
  let some = false;
  return {
    set: (index, value) => {
      try {
        return put(index, value);
      } catch {
        // Of another kind than the first ones.
        return false;
      }
    },
    missing: (index) => {
      some = true;
      missing[index] = 1;
    },
    full: () => false,
    take: (length) => {
      const piece = {
        numbers: numbers.subarray(0, length),
        missing: some ? missing.subarray(0, length) : undefined,
      };
      return { piece, transfer: some ? [numbers.buffer, missing.buffer] : [numbers.buffer] };
    },
  };
}

function textMaker(encode: (value: unknown) => unknown): () => PieceMaker {
  return () => {
    const texts: string[] = [];
    const lengths = new Int32Array(rowsPerPiece);
    let units = 0;
    return {
      set: (index, value) => {
        const text = String(encode(value));
        texts.push(text);
        lengths[index] = text.length;
        units += text.length;
        return true;
      },
      missing: (index) => {
        lengths[index] = noText;
      },
      full: () => units >= unitsPerPiece,
      take: (length) => ({
        piece: { joined: texts.join(""), lengths: lengths.subarray(0, length) },
        transfer: [lengths.buffer],
      }),
    };
  };
}

/** Integers too large for 64 bits, as text. */
function wideMaker({ encode }: Encoding): () => PieceMaker {
  return () => {
    const { set, ...rest } = textMaker(String)();
    const integer = (value: unknown): unknown => {
      try {
        return typeof value === "bigint" ? value : encode(value);
      } catch {
        // Of another kind than the first ones.
        return undefined;
      }
    };
    return {
      ...rest,
      set: (index, value) => {
        const encoded = integer(value);
        return typeof encoded === "bigint" && set(index, encoded);
      },
    };
  };
}

function hexOf(value: unknown): string {
  return value instanceof Uint8Array
    ? `0x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`
    : String(value);
}
