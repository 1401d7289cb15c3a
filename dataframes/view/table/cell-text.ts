/** How one value reads in its cell of the grid, and in full. Pure. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { oneLine } from "../../values/one-line.ts";
import { plainValue } from "../../values/plain-value.ts";
import { columnUse } from "./column-role.ts";
import { hexDump } from "./hex-dump.ts";
import { indentJson } from "./indent-json.ts";
import { jsonOf } from "./json-of.ts";

/** What the reader must be able to tell apart at a glance. */
type CellKind = "value" | "null" | "nan" | "empty";

export interface CellText {
  readonly kind: CellKind;
  /** One line, cut where it is long. */
  readonly text: string;
  /** Whether {@link wholeText} says more. */
  readonly cut: boolean;
}

const longestCell = 200;

/** For the grid. */
export function cellText(type: DataType, value: unknown): CellText {
  const plain = plainValue(type, value, "short");
  if (plain === null) return { kind: "null", text: "null", cut: false };
  if (plain === "") return { kind: "empty", text: '""', cut: false };
  if (typeof plain === "number" && Number.isNaN(plain)) return { kind: "nan", text: "NaN", cut: false };
  const full = written(plain);
  const text = oneLine(full, longestCell);
  return { kind: "value", text, cut: text !== full || isNested(plain) || full !== wholeText(type, value) };
}

/** All of it, exactly: for the clipboard and for reading at leisure. Null gives no text. */
export function wholeText(type: DataType, value: unknown): string {
  const plain = plainValue(type, value, "whole");
  return plain === null ? "" : written(plain);
}

/** {@link wholeText} with nested values and JSON over several lines, and bytes as they are looked through. */
export function readableText(type: DataType, value: unknown): string {
  if (value instanceof Uint8Array && columnUse(type).role === "bytes") return hexDump(value);
  const plain = plainValue(type, value, "whole");
  if (plain === null) return "null";
  if (typeof plain === "string") return indentJson(plain) ?? plain;
  return isNested(plain) ? jsonOf(plain, "  ") : written(plain);
}

/** One value as JSON: numbers as they are, what JSON has no word for as text. */
export function jsonText(type: DataType, value: unknown): string {
  return jsonOf(plainValue(type, value, "whole"), "", true);
}

/** The column's type in a word or two. */
export function typeName(type: DataType): string {
  switch (type.typeId) {
    case Type.Dictionary:
      return `category of ${typeName(type.dictionary)}`;
    case Type.Null:
      return "null";
    case Type.Int:
      return `${type.signed ? "int" : "uint"}${type.bitWidth}`;
    case Type.Float:
      return `float${16 << type.precision}`;
    case Type.Decimal:
      return `decimal(${type.precision}, ${type.scale})`;
    case Type.Bool:
      return "boolean";
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return "text";
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return "binary";
    case Type.Date:
      return "date";
    case Type.Time:
      return "time";
    case Type.Duration:
      return "duration";
    case Type.Interval:
      return "interval";
    case Type.Timestamp:
      return type.timezone === null ? "timestamp" : `timestamp, ${type.timezone}`;
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
      return `list of ${typeName(type.children[0].type)}`;
    case Type.FixedSizeList:
      return "list";
    case Type.Struct:
      return "struct";
    case Type.Map:
      return "map";
    default:
      return "other";
  }
}

function isNested(plain: unknown): boolean {
  return typeof plain === "object" && plain !== null;
}

function written(plain: unknown): string {
  return isNested(plain) ? jsonOf(plain) : String(plain);
}
