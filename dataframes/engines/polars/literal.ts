/** Values of a column's own type in expressions: compared without being rounded on the way. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Expr, Operand, Polars, PolarsType, TimeUnit } from "./polars-types.ts";

/** So many steps (see count-of.ts) of the type. */
export function literalOf(pl: Polars, count: bigint, type: DataType): Operand {
  if (type.typeId === Type.Int && isSafe(count)) return Number(count);
  if (type.typeId === Type.Decimal) return pl.lit(decimalText(count, type.scale)).cast(polarsType(pl, type));
  const date = dateOf(count, type);
  return date === undefined
    ? pl
        .lit(String(count))
        .cast(type.typeId === Type.Int ? polarsType(pl, type) : pl.Int64)
        .cast(polarsType(pl, type))
    : pl.lit(date).cast(polarsType(pl, type));
}

/** Many of them at once, for being one of them. */
export function literalsOf(pl: Polars, counts: readonly bigint[], type: DataType): Expr {
  const texts = counts.map((count) =>
    type.typeId === Type.Decimal ? decimalText(count, type.scale) : String(count),
  );
  const raw = type.typeId === Type.Decimal || type.typeId === Type.Int ? polarsType(pl, type) : pl.Int64;
  return pl.lit(pl.Series("", texts, pl.String).cast(raw).cast(polarsType(pl, type)));
}

/** Floats take every safe integer as it is, and so keep order with columns of wider integers. */
const isSafe = (count: bigint): boolean =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) && count >= BigInt(Number.MIN_SAFE_INTEGER);

/** A date that is the same point in time, which reads better than a count. */
function dateOf(count: bigint, type: DataType): Date | undefined {
  if (type.typeId !== Type.Date && type.typeId !== Type.Timestamp) return undefined;
  const perMillisecond = type.typeId === Type.Date ? 1n : 10n ** BigInt(Math.max(type.unit * 3 - 3, 0));
  if (count % perMillisecond !== 0n) return undefined;
  const date = new Date(Number(count / perMillisecond) * (type.typeId === Type.Date ? 86_400_000 : 1));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export function decimalText(count: bigint, scale: number): string {
  const digits = String(count < 0n ? -count : count).padStart(scale + 1, "0");
  const whole = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return count < 0n ? `-${whole}` : whole;
}

export function polarsType(pl: Polars, type: DataType): PolarsType {
  switch (type.typeId) {
    case Type.Int:
      return integerType(pl, type.bitWidth, type.signed);
    case Type.Decimal:
      return pl.Decimal(type.precision, type.scale);
    case Type.Date:
      return pl.Date;
    case Type.Time:
      return pl.Time;
    case Type.Timestamp:
      return pl.Datetime(unitOf(type.unit), type.timezone);
    case Type.Duration:
      return pl.Duration(unitOf(type.unit));
    default:
      throw new DataframeError("unsupported", "Values of this column cannot be compared.");
  }
}

function integerType(pl: Polars, bits: number, signed: boolean): PolarsType {
  switch (bits) {
    case 8:
      return signed ? pl.Int8 : pl.UInt8;
    case 16:
      return signed ? pl.Int16 : pl.UInt16;
    case 32:
      return signed ? pl.Int32 : pl.UInt32;
    default:
      return signed ? pl.Int64 : pl.UInt64;
  }
}

function unitOf(unit: number): TimeUnit {
  return unit <= 1 ? "ms" : unit === 2 ? "us" : "ns";
}
