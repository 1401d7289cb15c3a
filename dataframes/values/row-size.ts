/** How much a row of values takes, told by a few of them. */
import { Type } from "@uwdata/flechette";
import { asText } from "./encoding.ts";
import type { ValueColumn } from "./write-stream.ts";

/** Of what is of one size: numbers, points in time and the like, with what says where they lie. */
const fixedBytes = 16;

/** Bytes of a row as it travels, about. */
export function rowSize(columns: readonly ValueColumn[]): number {
  return columns.reduce((size, column) => size + valueSize(column), 0);
}

function valueSize({ encoding: { type, encode }, values }: ValueColumn): number {
  if (type.typeId !== Type.Utf8 && type.typeId !== Type.Binary) return fixedBytes;
  let bytes = 0;
  for (const value of values) if (value !== null && value !== undefined) bytes += sizeOf(value, encode);
  return fixedBytes + bytes / Math.max(1, values.length);
}

function sizeOf(value: unknown, encode: (value: unknown) => unknown): number {
  try {
    const encoded = encode(value);
    return encoded instanceof Uint8Array ? encoded.length : Buffer.byteLength(String(encoded));
  } catch {
    // It has no place in the column, which travels as text then.
    return Buffer.byteLength(String(asText.encode(value)));
  }
}

/** Whether what the column's type holds is of one size, told by the name that polars has for it. */
export function isFixed(type: string): boolean {
  return /^(U?Int\d+|Float\d+|Bool(ean)?|Date|Time|Datetime\b.*|Duration\b.*)$/.test(type);
}

/** A row of such columns. */
export function fixedRowSize(columns: number): number {
  return columns * fixedBytes;
}
