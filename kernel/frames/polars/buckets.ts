/** Values put into buckets of one width, which begin at values of the column's own type. */
import { Type } from "@uwdata/flechette";
import { countFrom } from "./count-of.ts";
import { polarsType } from "./literal.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, Polars } from "./polars-words.ts";

export interface Buckets {
  /** The number of a value's bucket. */
  readonly bucket: (values: Expr) => Expr;
  /** Where the bucket of a number begins. */
  readonly start: (buckets: Expr) => Expr;
}

/** @param min and max as Arrow gives them @param most so many buckets at most */
export function bucketsOf(
  pl: Polars,
  { type }: PolarsColumn,
  min: unknown,
  max: unknown,
  most: number,
): Buckets {
  if (type.typeId === Type.Float) {
    const [first, last] = [Number(min), Number(max)].map((end) => Math.max(Math.min(end, 1e300), -1e300));
    return ofNumbers(pl, first ?? 0, last ?? 0, most);
  }
  const [first, last] = [countFrom(min, type), countFrom(max, type)];
  if (type.typeId === Type.Decimal) {
    const unit = 10 ** type.scale;
    const { bucket, start } = ofNumbers(pl, Number(first) / unit, Number(last) / unit, most);
    return { bucket, start: (buckets) => start(buckets).cast(polarsType(pl, type)) };
  }
  const width = (last - first) / BigInt(most) + 1n;
  const steps = (count: bigint): Expr => pl.lit(String(count)).cast(pl.Int64);
  return {
    bucket: (values) =>
      values
        .cast(pl.Int64)
        .sub(steps(first))
        .cast(pl.Float64)
        .mul(1 / Number(width))
        .floor()
        .cast(pl.Int64),
    start: (buckets) => buckets.cast(pl.Int64).mul(steps(width)).add(steps(first)).cast(polarsType(pl, type)),
  };
}

function ofNumbers(pl: Polars, first: number, last: number, most: number): Buckets {
  const width = last > first ? last / most - first / most : 1;
  return {
    bucket: (values) =>
      values
        .cast(pl.Float64)
        .sub(first)
        .mul(1 / width)
        .floor()
        .clip(0, most - 1)
        .cast(pl.Int64),
    start: (buckets) => buckets.cast(pl.Float64).mul(width).add(first),
  };
}
