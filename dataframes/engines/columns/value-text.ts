/** Values of a column to the texts that clients see and send, and back. */
import { formatDay, formatInstant } from "../../values/format-instant.ts";
import { exactly, nearestDay, nearestDecimal, nearestInstant } from "../../values/nearest-integer.ts";
import type { Nearest } from "../../values/nearest-integer.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { LogicalType } from "./logical-type.ts";

/** As in filters and summaries: instants in ISO 8601. Not for columns of text. */
export function textOfNumber(meaning: LogicalType, value: number | bigint): string {
  switch (meaning.kind) {
    case "boolean":
      return value === 1 ? "true" : "false";
    case "decimal":
      return withPoint(whole(value), meaning.digits);
    case "day":
      return formatDay(Number(value));
    case "instant":
      if (Number.isNaN(value)) return "Invalid Date";
      return formatInstant(whole(value), meaning.digits, meaning.zone === null ? null : "UTC").replace(
        " ",
        "T",
      );
    default:
      return String(value);
  }
}

/** As grids show it: instants in their own zone. What people search for. */
export function shownText(meaning: LogicalType, value: number | bigint): string {
  return meaning.kind === "instant" && !Number.isNaN(value)
    ? formatInstant(whole(value), meaning.digits, meaning.zone)
    : textOfNumber(meaning, value);
}

/** Text of an integer that counts ten to the power of minus `digits`. */
export function withPoint(unscaled: bigint, digits: number): string {
  if (digits <= 0) return String(unscaled * 10n ** BigInt(-digits));
  const text = String(unscaled < 0n ? -unscaled : unscaled).padStart(digits + 1, "0");
  return `${unscaled < 0n ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Of columns whose values are integers of some unit. */
export function nearestInteger(meaning: LogicalType, text: string): Nearest {
  switch (meaning.kind) {
    case "boolean":
      if (text !== "true" && text !== "false") refuse(text, "true or false");
      return exactly(text === "true" ? 1n : 0n);
    case "day":
      return nearestDay(text) ?? refuse(text, "a day or a point in time, such as 2022-02-05");
    case "instant":
      return (
        nearestInstant(text, meaning.digits) ?? refuse(text, "a day or a point in time, such as 2022-02-05")
      );
    default:
      return (
        nearestDecimal(text, meaning.kind === "decimal" ? meaning.digits : 0) ?? refuse(text, "a number")
      );
  }
}

/** Of columns of numbers. */
export function numberOfText(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || (Number.isNaN(number) && text !== "NaN")) refuse(text, "a number");
  return number;
}

function whole(value: number | bigint): bigint {
  return typeof value === "bigint" ? value : BigInt(Math.round(value));
}

function refuse(text: string, wanted: string): never {
  throw new DataframeError("bad-request", `"${text}" is not ${wanted}.`);
}
