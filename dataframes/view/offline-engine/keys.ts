/** The values of a column as what they are compared by, and as the texts of filters and summaries. Pure. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { formatInstant } from "../../values/format-instant.ts";
import { exactly, nearestDay, nearestDecimal, nearestInstant } from "../../values/nearest-integer.ts";
import type { Nearest } from "../../values/nearest-integer.ts";
import { wholeText } from "../table/cell-text.ts";

/** Numbers, days and points in time are numbers or bigints of the column's unit; everything else is text; null is missing. */
export type Key = number | bigint | string | null;

const millisecondsPerDay = 86_400_000;

export function keyOf(type: DataType, value: unknown): Key {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Dictionary:
      return keyOf(type.dictionary, value);
    case Type.Null:
      return null;
    case Type.Bool:
      return Number(value);
    case Type.Date:
      return Math.floor(Number(value) / millisecondsPerDay);
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Timestamp:
    case Type.Time:
    case Type.Duration:
      return typeof value === "bigint" ? value : Number(value);
    default:
      return wholeText(type, value);
  }
}

/** As filters and summaries write it: instants in ISO 8601. */
export function filterText(type: DataType, value: unknown): string {
  if (type.typeId === Type.Dictionary) return filterText(type.dictionary, value);
  if (type.typeId !== Type.Timestamp) return wholeText(type, value);
  const zone = type.timezone === null ? null : "UTC";
  const count = typeof value === "bigint" ? value : BigInt(Math.round(Number(value)));
  return formatInstant(count, type.unit * 3, zone).replace(" ", "T");
}

/** A key as text; a mean or a bin's edge is rounded to the column's unit. */
export function textOfKey(type: DataType, key: number | bigint): string {
  if (type.typeId === Type.Float || type.typeId === Type.Int) return String(key);
  const whole = typeof key === "bigint" || !Number.isFinite(key) ? key : Math.round(key);
  if (type.typeId === Type.Bool) return whole === 1 ? "true" : "false";
  return filterText(type, type.typeId === Type.Date ? Number(whole) * millisecondsPerDay : BigInt(whole));
}

/** Where a text stands among the keys of a column whose values have an order; undefined where it is none of them. */
export function placeOf(
  type: DataType,
  text: string,
): Nearest | { readonly below: number; readonly above: number } | undefined {
  switch (type.typeId) {
    case Type.Dictionary:
      return placeOf(type.dictionary, text);
    case Type.Float: {
      const value = text.trim() === "" ? NaN : Number(text);
      return Number.isNaN(value) && text !== "NaN" ? undefined : { below: value, above: value };
    }
    case Type.Int:
      return nearestDecimal(text, 0);
    case Type.Decimal:
      return nearestDecimal(text, type.scale);
    case Type.Date:
      return nearestDay(text);
    case Type.Timestamp:
      return nearestInstant(text, type.unit * 3);
    case Type.Bool:
      return text === "true" || text === "false" ? exactly(text === "true" ? 1n : 0n) : undefined;
    default:
      return undefined;
  }
}

/** Ascending, texts in the order of their code points. */
export function compareKeys(a: number | bigint | string, b: number | bigint | string): number {
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Halves of characters beyond the first 65,536 come after all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
