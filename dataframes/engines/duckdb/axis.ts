/** Columns whose values lie on a line, as numbers: what histograms and buckets are made of. */
import { formatDay } from "../../values/format-instant.ts";
import { property } from "../../values/duck-typing.ts";
import type { DuckdbColumn } from "./column.ts";
import { instantText, valueText } from "./column-text.ts";

const epochs = { 0: "epoch", 3: "epoch_ms", 6: "epoch_us", 9: "epoch_ns" } as const;

/** A DOUBLE for every value that {@link onAxisSql} lets through; undefined for columns without an axis. */
export function axisSql({ kind, sql, instant }: DuckdbColumn): string | undefined {
  switch (kind) {
    case "exact":
    case "float":
      return `${sql}::double`;
    case "date":
      return `(${sql} - date '1970-01-01')::double`;
    case "instant":
      return `${epochs[instant.digits]}(${sql})::double`;
    default:
      return undefined;
  }
}

/** Whether a value has a place: it is there, and neither NaN nor infinite. */
export function onAxisSql({ kind, sql, scale, limits }: DuckdbColumn): string {
  if (kind === "float" || kind === "date" || kind === "instant")
    return `(${sql} is not null and isfinite(${sql}))`;
  const mayOverflow = kind === "exact" && scale === 0 && limits[1] > 2n ** 128n;
  return mayOverflow ? `(${sql} is not null and isfinite(${sql}::double))` : `${sql} is not null`;
}

/** Where a value is, as {@link axisSql} has it; undefined for infinite ones. */
export function placeOf(column: DuckdbColumn, value: unknown): number | undefined {
  const { kind, instant } = column;
  const isObject = typeof value === "object" && value !== null;
  if (isObject && property(value, "isFinite") === false) return undefined;
  const count =
    isObject && kind === "date"
      ? property(value, "days")
      : isObject && kind === "instant"
        ? property(value, instant.property)
        : valueText(column, value);
  const place = Number(count);
  return Number.isFinite(place) ? place : undefined;
}

/** A place as text, in the way of filters. */
export function axisText({ kind, instant }: DuckdbColumn, place: number): string {
  if (kind === "date") return formatDay(Math.floor(place));
  return kind === "instant" ? instantText(BigInt(Math.round(place)), instant) : String(place);
}

/** A place as a value of the column, in the form that its encoding takes. */
export function axisValue({ kind, isDecimal, scale, limits, instant }: DuckdbColumn, place: number): unknown {
  if (kind === "date") return { days: Math.floor(place) };
  if (kind === "instant") return { [instant.property]: BigInt(Math.round(place)) };
  if (kind !== "exact") return place;
  const unscaled = BigInt(Math.round(place * 10 ** scale));
  const [least, most] = limits;
  const held = unscaled < least ? least : unscaled > most ? most : unscaled;
  if (isDecimal) return { value: held };
  return most < 2n ** 32n ? Number(held) : held;
}
