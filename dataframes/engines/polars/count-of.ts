/** Text as a whole number of a column's smallest steps: cents of a decimal, microseconds of a timestamp, days of a date. */
import { DateUnit, Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";

/** The largest whole number of steps that is not above the text's value, and whether it is the value itself. */
export interface Count {
  readonly floor: bigint;
  readonly exact: boolean;
}

/** Undefined for types that are not counted in steps, and for text that is no value of the type. */
export function countOf(text: string, type: DataType): Count | undefined {
  switch (type.typeId) {
    case Type.Int:
      return numberIn(text, 0);
    case Type.Decimal:
      return numberIn(text, type.scale);
    case Type.Date:
      return perDay(instantIn(text, 0));
    case Type.Timestamp:
      return instantIn(text, type.unit * 3);
    case Type.Time:
    case Type.Duration:
      return clockIn(text, type.unit * 3);
    default:
      return undefined;
  }
}

/** The least and the most steps a column of the type can hold. */
export function limitsOf(type: DataType): readonly [bigint, bigint] {
  if (type.typeId === Type.Decimal) {
    const most = 10n ** BigInt(type.precision) - 1n;
    return [-most, most];
  }
  const bits = type.typeId === Type.Int ? BigInt(type.bitWidth) : type.typeId === Type.Date ? 32n : 64n;
  const signed = type.typeId !== Type.Int || type.signed;
  return signed ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
}

/** A value as Arrow gives it, in steps. */
export function countFrom(value: unknown, type: DataType): bigint {
  if (type.typeId === Type.Date && type.unit === DateUnit.DAY)
    return BigInt(Math.floor(Number(value) / 86_400_000));
  return typeof value === "bigint" ? value : BigInt(Math.floor(Number(value)));
}

function numberIn(text: string, digits: number): Count | undefined {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign = "", whole = "", below = "", exponent = "0"] = match ?? [];
  if (match === null || whole + below === "") return undefined;
  const unscaled = BigInt(`${sign === "-" ? "-" : ""}${whole}${below}`);
  const shift = digits + Number(exponent) - below.length;
  return shift >= 0
    ? { floor: unscaled * 10n ** BigInt(shift), exact: true }
    : divided(unscaled, 10n ** BigInt(-shift));
}

function divided(value: bigint, by: bigint): Count {
  const rest = ((value % by) + by) % by;
  return { floor: (value - rest) / by, exact: rest === 0n };
}

const instant =
  /^\s*([+-]?\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?\s*$/;

function instantIn(text: string, digits: number): Count | undefined {
  const match = instant.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", below = "", zone = "Z"] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  return withFraction(BigInt(date.getTime() / 1_000) - BigInt(offsetSeconds(zone)), below, digits);
}

function offsetSeconds(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.replace(":", "").slice(1);
  const seconds = Number(digits.slice(0, 2)) * 3_600 + Number(digits.slice(2)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}

function withFraction(seconds: bigint, below: string, digits: number): Count {
  return divided(
    (seconds * 10n ** BigInt(below.length) + BigInt(below || "0")) * 10n ** BigInt(digits),
    10n ** BigInt(below.length),
  );
}

function perDay(count: Count | undefined): Count | undefined {
  if (count === undefined) return undefined;
  const { floor, exact } = divided(count.floor, 86_400n);
  return { floor, exact: exact && count.exact };
}

function clockIn(text: string, digits: number): Count | undefined {
  const match = /^\s*(-?)(\d+):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hours = "0", minutes = "0", seconds = "0", below = ""] = match;
  const whole = BigInt(hours) * 3_600n + BigInt(minutes) * 60n + BigInt(seconds);
  const count = withFraction(whole, below, digits);
  if (sign !== "-") return count;
  return count.exact ? { floor: -count.floor, exact: true } : { floor: -count.floor - 1n, exact: false };
}
