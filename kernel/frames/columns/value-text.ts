/** Values of a column to the texts that clients see and send, and back. */
import { formatDay, formatInstant } from "../../../protocol/frames/format-instant.ts";
import { FrameError } from "../frame-engine.ts";
import type { Meaning } from "./meaning.ts";

/** As in filters and summaries: instants in ISO 8601. Not for columns of text. */
export function textOfNumber(meaning: Meaning, value: number | bigint): string {
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
export function shownText(meaning: Meaning, value: number | bigint): string {
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

/** The integers that are nearest to a text: the same where the column can hold it exactly. */
interface Nearest {
  readonly below: bigint;
  readonly above: bigint;
}

/** Of columns whose values are integers of some unit. */
export function nearestInteger(meaning: Meaning, text: string): Nearest {
  switch (meaning.kind) {
    case "boolean":
      if (text !== "true" && text !== "false") refuse(text, "true or false");
      return exactly(text === "true" ? 1n : 0n);
    case "day": {
      const { below, above } = nearestInstant(text, 0);
      return { below: floorDiv(below, 86_400n), above: -floorDiv(-above, 86_400n) };
    }
    case "instant":
      return nearestInstant(text, meaning.digits);
    default:
      return nearestDecimal(text, meaning.kind === "decimal" ? meaning.digits : 0);
  }
}

/** Of columns of numbers. */
export function numberOfText(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || (Number.isNaN(number) && text !== "NaN")) refuse(text, "a number");
  return number;
}

function nearestDecimal(text: string, digits: number): Nearest {
  const found = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign = "", before = "", after = "", exponent = "0"] = found ?? [];
  if (found === null || before + after === "") refuse(text, "a number");
  const unscaled = BigInt(`${before}${after}`) * (sign === "-" ? -1n : 1n);
  const shift = digits - after.length + Number(exponent);
  if (shift >= 0) return exactly(unscaled * 10n ** BigInt(shift));
  const by = 10n ** BigInt(-shift);
  return { below: floorDiv(unscaled, by), above: -floorDiv(-unscaled, by) };
}

const instant = /^(-?\d{4,6}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

function nearestInstant(text: string, digits: number): Nearest {
  const found = instant.exec(text.trim());
  const [, day = "", clock = "00:00", seconds = "00", fraction = "", zone = "Z"] = found ?? [];
  const year = /^\d{4}-/.test(day)
    ? day
    : `${day.startsWith("-") ? "-" : "+"}${day.replace("-", "").padStart(12, "0")}`;
  const milliseconds = Date.parse(`${year}T${clock}:${seconds}Z`);
  if (found === null || Number.isNaN(milliseconds))
    refuse(text, "a day or a point in time, such as 2022-02-05");
  const minutes =
    zone === "Z"
      ? 0
      : Number(`${zone[0] ?? ""}1`) *
        (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)) * Number(zone.length > 3));
  const whole = BigInt(milliseconds / 1_000 - minutes * 60);
  const parts = nearestDecimal(`0.${fraction}0`, digits);
  const start = whole * 10n ** BigInt(digits);
  return { below: start + parts.below, above: start + parts.above };
}

function exactly(value: bigint): Nearest {
  return { below: value, above: value };
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function whole(value: number | bigint): bigint {
  return typeof value === "bigint" ? value : BigInt(Math.round(value));
}

function refuse(text: string, wanted: string): never {
  throw new FrameError("bad-request", `"${text}" is not ${wanted}.`);
}
