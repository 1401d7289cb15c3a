/** The values of a column as text: in SQL where they are searched, and in JavaScript where they are told. */
import { formatInstant } from "../../values/format-instant.ts";
import { anObject, property } from "../../values/duck-typing.ts";
import { withoutClasses } from "../../detect/duckdb-encoding.ts";
import type { DuckdbColumn } from "./column.ts";

/** An expression that gives the text of `value`, an expression of the column's type. */
export function textSql({ kind, instant }: DuckdbColumn, value: string): string {
  switch (kind) {
    case "text":
      return value;
    case "float":
      // As JavaScript writes whole numbers: without ".0".
      return `case when abs(${value}) < 1e15 and ${value} = trunc(${value}) then ${value}::bigint::varchar else ${value}::varchar end`;
    case "instant":
      return instant.zoned
        ? `replace(${value}::timestamp::varchar, ' ', 'T') || 'Z'`
        : `replace(${value}::varchar, ' ', 'T')`;
    case "bytes":
      return `'0x' || lower(hex(${value}))`;
    case "nested":
      return `to_json(${value})::varchar`;
    case "exact":
    case "date":
    case "boolean":
    case "enum":
    case "plain":
    case "null":
      return `${value}::varchar`;
  }
}

/** Whether values of the column are told by {@link valueText}; those of other columns are fetched by {@link textSql}. */
export function isToldTyped({ kind }: DuckdbColumn): boolean {
  return kind === "exact" || kind === "float" || kind === "date" || kind === "instant";
}

/** A value of the column, not null, as filters have it. */
export function valueText({ kind, instant }: DuckdbColumn, value: unknown): string {
  if (kind !== "instant") return String(withoutClasses(value));
  const whole = anObject(value);
  const count = property(whole, instant.property);
  if (property(whole, "isFinite") === false || typeof count !== "bigint") return String(value);
  return instantText(count, instant);
}

/** @param count of the unit since 1970 */
export function instantText(count: bigint, { digits, zoned }: DuckdbColumn["instant"]): string {
  return `${formatInstant(count, digits, null).replace(" ", "T")}${zoned ? "Z" : ""}`;
}
