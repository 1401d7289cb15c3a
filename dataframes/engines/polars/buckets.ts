/** Values put into buckets by the library, and the buckets' beginnings as values of the column's own type. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { roundBuckets } from "../round-buckets.ts";
import type { Axis, Buckets } from "../round-buckets.ts";
import { countFrom, limitsOf } from "./count-of.ts";
import { decimalText, polarsType } from "./literal.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, Polars } from "./polars-types.ts";

/** @param min and max as Arrow gives them @param most so many buckets at most */
export function bucketsOf({ type }: PolarsColumn, min: unknown, max: unknown, most: number): Buckets {
  return roundBuckets(axisOf(type, min, max), most);
}

function axisOf(type: DataType, min: unknown, max: unknown): Axis {
  if (type.typeId === Type.Float) {
    const [from = 0, to = 0] = [min, max].map((end) => Math.max(Math.min(Number(end), 1e300), -1e300));
    return { from, to, step: 0 };
  }
  const [from = 0, to = 0] = [min, max].map((end) => Number(countFrom(end, type)));
  switch (type.typeId) {
    case Type.Decimal:
      return { from: from / 10 ** type.scale, to: to / 10 ** type.scale, step: 10 ** -type.scale };
    case Type.Date:
      return { from, to, step: 1, perDay: 1 };
    case Type.Timestamp:
      return { from, to, step: 1, perDay: 86_400 * 10 ** (type.unit * 3) };
    default:
      return { from, to, step: 1 };
  }
}

/** The number of a value's bucket. */
export function bucketExpression(
  pl: Polars,
  { type }: PolarsColumn,
  values: Expr,
  { unit, start, width, count }: Buckets,
): Expr {
  const offset =
    unit === "months" ? monthsOf(pl, type, values).sub(start) : offsetOf(pl, type, values, start);
  return offset
    .div(width)
    .floor()
    .clip(0, count - 1)
    .cast(pl.Int64);
}

function monthsOf(pl: Polars, type: DataType, values: Expr): Expr {
  const zoned = type.typeId === Type.Timestamp && type.timezone !== null;
  const { dt } = zoned ? values.dt.convertTimeZone("UTC") : values;
  return dt.year().cast(pl.Float64).sub(1970).mul(12).add(dt.month().cast(pl.Float64)).sub(1);
}

/** Wide integers lose their last digits as floating-point numbers, so their beginning is taken away before. */
function offsetOf(pl: Polars, type: DataType, values: Expr, start: number): Expr {
  const isWide = type.typeId !== Type.Float && type.typeId !== Type.Decimal && !Number.isSafeInteger(start);
  if (!isWide || Math.abs(start) >= 2 ** 63)
    return (type.typeId === Type.Date || type.typeId === Type.Timestamp ? values.cast(pl.Int64) : values)
      .cast(pl.Float64)
      .sub(start);
  return values
    .cast(pl.Int64)
    .sub(pl.lit(String(BigInt(start))).cast(pl.Int64))
    .cast(pl.Float64);
}

/** Where buckets begin, as text that {@link placesOf} reads. */
export function bucketText({ type }: PolarsColumn, place: number): string {
  if (type.typeId === Type.Float) return String(place);
  const scale = type.typeId === Type.Decimal ? type.scale : 0;
  const [least, most] = limitsOf(type);
  const count = BigInt(Math.round(place * 10 ** scale));
  const held = count < least ? least : count > most ? most : count;
  return type.typeId === Type.Decimal ? decimalText(held, scale) : String(held);
}

/** Texts of {@link bucketText} as values of the column's type. */
export function placesOf(pl: Polars, { type }: PolarsColumn, texts: Expr): Expr {
  switch (type.typeId) {
    case Type.Float:
      return texts.cast(pl.Float64);
    case Type.Int:
    case Type.Decimal:
      return texts.cast(polarsType(pl, type));
    default:
      return texts.cast(pl.Int64).cast(polarsType(pl, type));
  }
}
