/** Values of a frame's Arrow columns, read with {@link readOptions}, as what text and JSON are made of; the same at both ends. */
import { Precision, Type } from "@uwdata/flechette";
import type { DataType, ExtractionOptions, Field, FloatType } from "@uwdata/flechette";
import { formatClock, formatDay, formatInstant } from "./format-instant.ts";

/** Nothing is rounded on the way. */
export const readOptions: ExtractionOptions = {
  useBigInt: true,
  useBigIntTimestamp: true,
  useDecimalInt: true,
};

/** `short` leaves out the noise of binary fractions and most bytes of long binary values; `whole` leaves out nothing. */
export type Detail = "short" | "whole";

const bytesShown = 16;

/** Whether a column of this type reads best aligned to the right. */
export function isNumeric(type: DataType): boolean {
  return type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Decimal;
}

/** Significant digits that are shown of a number in binary floating point. */
export function shownDigits({ precision }: FloatType): number {
  return precision === Precision.DOUBLE ? 12 : 7;
}

/** Leaves are null, booleans, numbers, bigints or text; the rest are arrays and objects of them. */
export function plainValue(type: DataType, value: unknown, detail: Detail): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Dictionary:
      return plainValue(type.dictionary, value, detail);
    case Type.Float:
      return typeof value === "number" && detail === "short" ? shortNumber(value, shownDigits(type)) : value;
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
      return value instanceof Uint8Array ? formatBytes(value, detail) : value;
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
      return items(type.children[0], value, detail);
    case Type.Map:
      return entries(type.children[0].type, value, detail);
    case Type.Struct:
      return Object.fromEntries(
        // SAFETY: flechette gives structs as objects by field name.
        type.children.map((child) => [
          child.name,
          plainValue(child.type, (value as Record<string, unknown>)[child.name], detail),
        ]),
      );
    default:
      return value;
  }
}

function items(field: Field | undefined, value: unknown, detail: Detail): unknown {
  // SAFETY: flechette gives lists as arrays or typed arrays.
  return Array.from(value as Iterable<unknown>, (item) =>
    field === undefined ? item : plainValue(field.type, item, detail),
  );
}

function entries(type: DataType, value: unknown, detail: Detail): unknown {
  if (type.typeId !== Type.Struct) return value;
  const [keys, values] = type.children;
  if (keys === undefined || values === undefined) return value;
  // SAFETY: flechette gives maps as arrays of pairs.
  const pairs = Array.from(value as Iterable<readonly [unknown, unknown]>);
  return Object.fromEntries(
    pairs.map(([key, item]) => [
      String(plainValue(keys.type, key, "whole")),
      plainValue(values.type, item, detail),
    ]),
  );
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

function formatBytes(bytes: Uint8Array, detail: Detail): string {
  const cut = detail === "short" && bytes.length > bytesShown;
  const shown = cut ? bytes.subarray(0, bytesShown) : bytes;
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return cut ? `0x${hex}… (${bytes.length} bytes)` : `0x${hex}`;
}
