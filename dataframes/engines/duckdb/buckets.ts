/** Buckets of a column, in SQL. */
import { roundBuckets } from "../round-buckets.ts";
import type { Buckets } from "../round-buckets.ts";
import { axisSql } from "./axis.ts";
import type { DuckdbColumn } from "./column.ts";

/** At most `most` buckets, into which all places from `from` to `to` go. */
export function bucketsOf(column: DuckdbColumn, from: number, to: number, most: number): Buckets {
  const { kind, scale, instant } = column;
  const perDay = kind === "date" ? 1 : kind === "instant" ? 86_400 * 10 ** instant.digits : undefined;
  const step = kind === "float" ? 0 : 10 ** -scale;
  return roundBuckets({ from, to, step, ...(perDay === undefined ? {} : { perDay }) }, most);
}

/** Number of a value's bucket, from 0. */
export function bucketSql(column: DuckdbColumn, { unit, start, width, count }: Buckets): string {
  const place = unit === "months" ? monthsSql(column) : `(${axisSql(column) ?? "null"})`;
  return `least(${count - 1}, greatest(0, floor((${place} - (${start})::double) / (${width})::double)))::integer`;
}

/** Months since 1970, in UTC. */
function monthsSql({ kind, sql }: DuckdbColumn): string {
  const time = kind === "date" ? sql : `make_timestamp(epoch_us(${sql}))`;
  return `((year(${time}) - 1970) * 12 + month(${time}) - 1)`;
}
