/** Values of Parquet as texts, by which they are compared and shown: different values have different texts. */
import type { SchemaElement } from "hyparquet";

/** Units in a second. */
const perSecond = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

/** A stored value. Where its column is given, decimals and times are written as people do. */
export function parquetText(value: unknown, column?: SchemaElement): string {
  if (value === undefined || value === null) return "null";
  return (column === undefined ? undefined : readable(value, column)) ?? storedText(value);
}

function storedText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map((each) => parquetText(each)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${parquetText(each)}`);
  return `{${entries.join(", ")}}`;
}

function readable(
  value: unknown,
  { type, converted_type: converted, logical_type: logical, scale }: SchemaElement,
) {
  const whole = wholeNumber(value);
  if (whole === undefined) return undefined;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimalText(whole, scale ?? 0);
  if (converted === "DATE" || logical?.type === "DATE") return instantText(whole * 86_400n, 1n)?.slice(0, 10);
  if (logical?.type === "TIMESTAMP") return instantText(whole, perSecond[logical.unit]);
  if (converted === "TIMESTAMP_MILLIS") return instantText(whole, perSecond.MILLIS);
  if (converted === "TIMESTAMP_MICROS") return instantText(whole, perSecond.MICROS);
  return type === "INT96" ? instantText(whole, perSecond.NANOS) : undefined;
}

/** Bytes are a big-endian number in two's complement. */
function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  if (!(value instanceof Uint8Array) || value.length === 0) return undefined;
  return BigInt.asIntN(8 * value.length, BigInt(`0x${Buffer.from(value).toString("hex")}`));
}

function decimalText(whole: bigint, scale: number): string {
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const at = digits.length - scale;
  return `${whole < 0n ? "-" : ""}${digits.slice(0, at)}${scale === 0 ? "" : `.${digits.slice(at)}`}`;
}

/** undefined for years that no Date has. */
function instantText(count: bigint, unitsPerSecond: bigint): string | undefined {
  const rest = ((count % unitsPerSecond) + unitsPerSecond) % unitsPerSecond;
  const date = new Date(Number((count - rest) / unitsPerSecond) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const fraction = unitsPerSecond === 1n ? "" : `.${String(unitsPerSecond + rest).slice(1)}`;
  return date.toISOString().replace(/\.\d+Z$/, fraction);
}
