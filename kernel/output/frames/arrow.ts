/** Tables, record batches and vectors of apache-arrow, of whichever version and copy. */
import type { TimeUnit_ } from "@uwdata/flechette";
import { Type } from "@uwdata/flechette";
import { aCount, anArray, anObject, hasMethods, property } from "./duck.ts";
import {
  asBigInt,
  asBoolean,
  asBytes,
  asDay,
  asDecimal,
  asFloat32,
  asInstant,
  asInteger,
  asNull,
  asNumber,
  asText,
} from "./encoding.ts";
import type { Encoding } from "./encoding.ts";
import { formatClock } from "../../../protocol/frames/format-instant.ts";
import type { Frame } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { writeStream } from "./write-stream.ts";
import type { ValueColumn } from "./write-stream.ts";

/** A Table, a RecordBatch, or a Vector as a frame of one column. */
export function fromArrow(value: object): Frame | undefined {
  const schema = property(value, "schema");
  if (hasMethods(value, "getChildAt", "getChild") && typeof schema === "object" && schema !== null) {
    const fields = anArray(property(schema, "fields")).map(anObject);
    const kind = Array.isArray(property(value, "batches")) ? "Table" : "RecordBatch";
    const rows = aCount(property(value, "numRows"));
    return frameOf(kind, rows, fields, (index) => value.getChildAt(index));
  }
  if (!hasMethods(value, "get", "getChildAt", "toArray") || !Array.isArray(property(value, "data")))
    return undefined;
  const type = anObject(property(value, "type"));
  return frameOf("Vector", aCount(property(value, "length")), [{ name: "value", type }], () => value);
}

function frameOf(
  kind: string,
  rows: number,
  fields: readonly object[],
  vectorAt: (index: number) => unknown,
): Frame {
  const shown = Math.min(rows, mostRows);
  const columns = fields.map((field, index) => column(field, anObject(vectorAt(index)), shown));
  return {
    kind,
    rows,
    types: fields.map((field) => typeName(anObject(property(field, "type")))),
    stream: (count) => writeStream(columns.map((each) => ({ ...each, values: each.values.slice(0, count) }))),
  };
}

/** Arrow writes a decimal type of precision 10 and scale 2 as Decimal[10e+2]. */
function typeName(type: object): string {
  return property(type, "typeId") === Type.Decimal
    ? `Decimal(${String(property(type, "precision"))}, ${String(property(type, "scale"))})`
    : written(type);
}

function written(type: unknown): string {
  return String(type);
}

function column(field: object, vector: object, rows: number): ValueColumn {
  const type = anObject(property(field, "type"));
  if (!hasMethods(vector, "get")) throw new TypeError("not a vector");
  const values = Array.from({ length: rows }, (_, row) => vector.get(row));
  return {
    name: String(property(field, "name")),
    encoding: encodingOf(type),
    values: property(type, "typeId") === Type.Timestamp ? exactly(vector, values, unitOf(type)) : values,
  };
}

function encodingOf(type: object): Encoding {
  switch (property(type, "typeId")) {
    case Type.Null:
      return asNull;
    case Type.Bool:
      return asBoolean;
    case Type.Int:
      return integer(property(type, "bitWidth"), property(type, "isSigned") !== false);
    case Type.Float:
      return property(type, "precision") === 2 ? asNumber : asFloat32;
    case Type.Decimal:
      return decimalOf(type);
    case Type.Date:
      return { ...asDay, encode: (value) => Math.floor(Number(value) / 86_400_000) };
    case Type.Timestamp: {
      const zone = property(type, "timezone");
      return asInstant(unitOf(type), typeof zone === "string" && zone !== "" ? zone : null);
    }
    case Type.Time:
    case Type.Duration:
      return { ...asText, encode: (value) => formatClock(BigInt(Number(value)), unitOf(type) * 3) };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.FixedSizeBinary:
      return asBytes;
    case Type.Dictionary:
      return encodingOf(anObject(property(type, "dictionary")));
    default:
      return asText;
  }
}

function integer(bits: unknown, signed: boolean): Encoding {
  if (bits === 64) return asBigInt(signed);
  return bits === 8 || bits === 16 || bits === 32 ? asInteger(bits, signed) : asText;
}

function unitOf(type: object): TimeUnit_ {
  const unit = property(type, "unit");
  if (unit === 0 || unit === 1 || unit === 2 || unit === 3) return unit;
  throw new TypeError("not a unit of time");
}

/** Vectors give the unscaled integer in words of 32 bits, the lowest first. */
function decimalOf(type: object): Encoding {
  const wide = property(type, "bitWidth") === 256;
  const scale = property(type, "scale");
  const encoding = asDecimal(
    aCount(property(type, "precision")),
    typeof scale === "number" ? scale : 0,
    wide ? 256 : 128,
  );
  return {
    ...encoding,
    encode: (value) => {
      if (!(value instanceof Uint32Array)) return encoding.encode(value);
      const words = value.reduceRight((above, word) => (above << 32n) | BigInt(word), 0n);
      return encoding.encode(BigInt.asIntN(value.length * 32, words));
    },
  };
}

/** `get` gives timestamps as milliseconds, which cannot hold nanoseconds; the chunks of the vector hold the integers. */
function exactly(vector: object, values: readonly unknown[], unit: TimeUnit_): readonly unknown[] {
  const chunks = anArray(property(vector, "data")).map(anObject);
  const integers = chunks.flatMap((chunk) => {
    const held = property(chunk, "values");
    return held instanceof BigInt64Array ? [...held.subarray(0, values.length)] : [];
  });
  return values.map((value, row) => {
    if (value === null || value === undefined) return null;
    const perMillisecond = 10 ** (unit * 3 - 3);
    return integers[row] ?? BigInt(Math.round(Number(value) * perMillisecond));
  });
}
