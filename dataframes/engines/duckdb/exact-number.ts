/** Decimal numbers of any length in text, exactly. */

const pattern = /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?\s*$/i;

/**
 * The number times ten to the power of `scale`, as a whole number: rounded down, and whether anything was lost by that.
 * Undefined for what is no number.
 */
export function scaledNumber(text: string, scale: number): { floor: bigint; whole: boolean } | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, sign, before = "", after = "", exponent = "0"] = found;
  const digits = BigInt(before + after) * (sign === "-" ? -1n : 1n);
  const shift = scale + Number(exponent) - after.length;
  if (shift >= 0) return { floor: digits * 10n ** BigInt(shift), whole: true };
  const divisor = 10n ** BigInt(-shift);
  const rest = ((digits % divisor) + divisor) % divisor;
  return { floor: (digits - rest) / divisor, whole: rest === 0n };
}

/** Such a whole number with its point. */
export function unscaledText(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
