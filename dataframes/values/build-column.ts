/** Columns of Arrow built in the memory they travel in, for the types that most values have. */
import type { DataType } from "@uwdata/flechette";
import { Batch, batchType, Column, Type } from "@uwdata/flechette";
import type { Encoding } from "./encoding.ts";
import { Validity } from "./validity.ts";
import type { NumberArray } from "./column-memory.ts";

/** Buffers of one column. */
interface Buffers {
  readonly values: NumberArray;
  readonly offsets?: Int32Array;
}

/** Undefined for types that the Arrow writer builds itself. Throws where a value has no place. */
export function buildColumn(encoding: Encoding, values: readonly unknown[]): Column<unknown> | undefined {
  if (values.length === 0) return undefined;
  const validity = new Validity(values.length);
  const buffers = buffersOf(encoding, values, validity);
  return buffers === undefined ? undefined : columnOf(encoding.type, values.length, buffers, validity);
}

/** A column of one batch. */
export function columnOf(
  type: DataType,
  length: number,
  buffers: Buffers,
  { bits, missing }: Validity,
): Column<unknown> {
  // SAFETY: the library's classes of batches all take what the base class takes.
  const BatchOf = batchType(type) as unknown as typeof Batch<unknown>;
  const validity = missing === 0 ? new Uint8Array(0) : bits;
  return new Column([new BatchOf({ length, nullCount: missing, type, validity, ...buffers })], type);
}

function buffersOf(
  { type, encode }: Encoding,
  values: readonly unknown[],
  validity: Validity,
): Buffers | undefined {
  switch (type.typeId) {
    case Type.Bool:
      return { values: booleans(values, encode, validity) };
    case Type.Int:
    case Type.Date:
    case Type.Timestamp:
      return { values: numbers(new type.values(values.length), values, encode, validity) };
    case Type.Float:
      return type.precision === 0
        ? undefined
        : { values: numbers(new type.values(values.length), values, encode, validity) };
    case Type.Utf8:
      return texts(values, encode, validity);
    default:
      return undefined;
  }
}

function numbers(
  into: NumberArray,
  values: readonly unknown[],
  encode: Encoding["encode"],
  validity: Validity,
): NumberArray {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null || value === undefined) validity.miss(row);
    // SAFETY: the encoding gives what its type holds: numbers, and bigints for 64 bits; the array throws on the other kind.
    else into[row] = encode(value) as never;
  }
  return into;
}

function booleans(values: readonly unknown[], encode: Encoding["encode"], validity: Validity): Uint8Array {
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null || value === undefined) validity.miss(row);
    else if (encode(value) === true) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}

/** Texts of ASCII alone, which most are, are written all at once. */
function texts(values: readonly unknown[], encode: Encoding["encode"], validity: Validity): Buffers {
  const offsets = new Int32Array(values.length + 1);
  const written: string[] = [];
  let characters = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null || value === undefined) validity.miss(row);
    else {
      const text = String(encode(value));
      written.push(text);
      characters += text.length;
    }
    offsets[row + 1] = characters;
  }
  const bytes = Buffer.from(written.join(""));
  if (bytes.length === characters) return { values: bytes, offsets };
  const each = written.map((text) => Buffer.from(text));
  let at = 0;
  let next = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (validity.has(row)) at += each[next++]?.length ?? 0;
    offsets[row + 1] = at;
  }
  return { values: Buffer.concat(each), offsets };
}
