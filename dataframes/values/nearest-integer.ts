/** What people and filters write, as the integers that columns hold: units of a decimal, of a second, or days. Pure. */

/** The integers that are nearest to a text: the same where the column can hold it exactly. */
export interface Nearest {
  readonly below: bigint;
  readonly above: bigint;
}

/** @param digits below the point that the column's unit stands for. Undefined for what is no number. */
export function nearestDecimal(text: string, digits: number): Nearest | undefined {
  const found = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign = "", before = "", after = "", exponent = "0"] = found ?? [];
  if (found === null || before + after === "") return undefined;
  const unscaled = BigInt(`${before}${after}`) * (sign === "-" ? -1n : 1n);
  const shift = digits - after.length + Number(exponent);
  if (shift >= 0) return exactly(unscaled * 10n ** BigInt(shift));
  const by = 10n ** BigInt(-shift);
  return { below: floorDiv(unscaled, by), above: -floorDiv(-unscaled, by) };
}

const instant = /^(-?\d{4,6}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** @param digits below the second of the column's unit. Undefined for what is no day and no point in time. */
export function nearestInstant(text: string, digits: number): Nearest | undefined {
  const found = instant.exec(text.trim());
  const [, day = "", clock = "00:00", seconds = "00", fraction = "", zone = "Z"] = found ?? [];
  const year = /^\d{4}-/.test(day)
    ? day
    : `${day.startsWith("-") ? "-" : "+"}${day.replace("-", "").padStart(12, "0")}`;
  const milliseconds = Date.parse(`${year}T${clock}:${seconds}Z`);
  const parts = nearestDecimal(`0.${fraction}0`, digits);
  if (found === null || Number.isNaN(milliseconds) || parts === undefined) return undefined;
  const minutes =
    zone === "Z"
      ? 0
      : Number(`${zone[0] ?? ""}1`) *
        (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)) * Number(zone.length > 3));
  const whole = BigInt(milliseconds / 1_000 - minutes * 60);
  const start = whole * 10n ** BigInt(digits);
  return { below: start + parts.below, above: start + parts.above };
}

/** As above, in days. */
export function nearestDay(text: string): Nearest | undefined {
  const found = nearestInstant(text, 0);
  if (found === undefined) return undefined;
  return { below: floorDiv(found.below, 86_400n), above: -floorDiv(-found.above, 86_400n) };
}

/** What the column can hold exactly. */
export function exactly(value: bigint): Nearest {
  return { below: value, above: value };
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
