/** How the values of a column go into an Arrow column. `encode` throws on a value the column has no place for. */
import {
  binary,
  bool,
  dateDay,
  decimal,
  float32,
  float64,
  int,
  int32,
  int64,
  nullType,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import type { DataType, IntBitWidth, TimeUnit_ } from "@uwdata/flechette";
import { textOf, wholeValue } from "./json-text.ts";

/** One kind of column. */
export interface Encoding {
  readonly type: DataType;
  /** The type it is built as, where it is the same bytes: that of the raw integers. */
  readonly raw?: DataType;
  /** Not called for null and undefined. */
  readonly encode: (value: unknown) => unknown;
}

function refuse(value: unknown): never {
  throw new TypeError(`a ${typeof value} has no place in this column`);
}

const exactNumber = (value: unknown): number => (typeof value === "number" ? value : refuse(value));

const unscaled = (value: unknown): bigint => (typeof value === "bigint" ? value : refuse(value));

/** Any value: a text as it is, all else as JSON. */
export const asText: Encoding = {
  type: utf8(),
  encode: (value) => textOf(value),
};

/** Any value as text, however long. */
export const asWholeText: Encoding = { type: utf8(), encode: (value) => textOf(value, wholeValue) };

export const asNull: Encoding = { type: nullType(), encode: refuse };

export const asBoolean: Encoding = {
  type: bool(),
  encode: (value) => (typeof value === "boolean" ? value : refuse(value)),
};

export const asNumber: Encoding = { type: float64(), encode: exactNumber };

export const asFloat32: Encoding = { type: float32(), encode: exactNumber };

/** Integers of at most 32 bits, which come as numbers. */
export const asInteger = (bits: IntBitWidth, signed: boolean): Encoding => ({
  type: int(bits, signed),
  encode: exactNumber,
});

/** Integers of 64 bits, which come as bigints. */
export const asBigInt = (signed: boolean): Encoding => ({
  type: int(64, signed),
  encode: (value) => {
    const number = unscaled(value);
    return (signed ? BigInt.asIntN(64, number) : BigInt.asUintN(64, number)) === number
      ? number
      : refuse(value);
  },
});

/** Decimals, which come as bigints already multiplied by ten to the power of the scale. */
export const asDecimal = (precision: number, scale: number, bits: 128 | 256 = 128): Encoding => ({
  type: decimal(precision, scale, bits),
  encode: (value) => {
    const number = unscaled(value);
    const limit = 10n ** BigInt(precision);
    return number < limit && number > -limit ? number : refuse(value);
  },
});

/** Days since 1970. */
export const asDay: Encoding = { type: dateDay(), raw: int32(), encode: exactNumber };

/** Points in time, which come as bigints counting the unit since 1970. */
export const asInstant = (unit: TimeUnit_, timezone: string | null): Encoding => ({
  type: timestamp(unit, timezone),
  raw: int64(),
  encode: unscaled,
});

/** JavaScript's dates. */
export const asDate: Encoding = {
  ...asInstant(1, "UTC"),
  encode: (value) =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? BigInt(value.getTime()) : refuse(value),
};

export const asBytes: Encoding = {
  type: binary(),
  encode: (value) => (value instanceof Uint8Array ? value : refuse(value)),
};
