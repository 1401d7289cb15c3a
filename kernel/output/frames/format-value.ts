/** Values read from an Arrow stream (with {@link readOptions}) as text. */
import { Type } from "@uwdata/flechette";
import type { DataType, ExtractionOptions } from "@uwdata/flechette";
import { formatClock, formatDay, formatInstant } from "./format-instant.ts";
import { jsonText } from "./json-text.ts";

/** Nothing is rounded on the way. */
export const readOptions: ExtractionOptions = {
  useBigInt: true,
  useBigIntTimestamp: true,
  useDecimalInt: true,
};

const bytesShown = 16;

/** One value of a column of this type, which is not null. */
export function formatValue(type: DataType, value: unknown): string {
  const leaf = plainValue(type, value);
  if (typeof leaf === "string") return leaf;
  return typeof leaf === "number" || typeof leaf === "boolean" ? String(leaf) : jsonText(leaf);
}

/** Whether a column of this type reads best aligned to the right. */
export function isNumeric(type: DataType): boolean {
  return type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Decimal;
}

/** What JSON can hold: leaves as booleans, numbers or text, the rest as arrays and objects of them. */
function plainValue(type: DataType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Dictionary:
      return plainValue(type.dictionary, value);
    case Type.Float:
      return typeof value === "number" ? shortNumber(value, type.precision === 2 ? 12 : 7) : value;
    case Type.Decimal:
      return formatDecimal(asBigInt(value), type.scale);
    case Type.Date:
      return formatDay(Math.floor(Number(value) / 86_400_000));
    case Type.Timestamp:
      return formatInstant(asBigInt(value), type.unit * 3, type.timezone);
    case Type.Time:
    case Type.Duration:
      return formatClock(asBigInt(value), type.unit * 3);
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return value instanceof Uint8Array ? formatBytes(value) : value;
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return items(type.children[0].type, value);
    case Type.Struct:
      return Object.fromEntries(
        // SAFETY: flechette gives structs as objects by field name.
        type.children.map((child) => [
          child.name,
          plainValue(child.type, (value as Record<string, unknown>)[child.name]),
        ]),
      );
    default:
      return typeof value === "bigint" ? String(value) : value;
  }
}

function items(type: DataType, value: unknown): unknown {
  // SAFETY: flechette gives lists as arrays or typed arrays.
  return Array.from(value as Iterable<unknown>, (item) => plainValue(type, item));
}

/** Without the noise of binary fractions: 0.1 + 0.2 reads 0.3. */
function shortNumber(value: number, digits: number): number {
  return Number.isFinite(value) && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;
}

function asBigInt(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(Math.round(Number(value)));
}

function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function formatBytes(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, bytesShown)).toString("hex");
  return bytes.length > bytesShown ? `0x${start}… (${bytes.length} bytes)` : `0x${start}`;
}
