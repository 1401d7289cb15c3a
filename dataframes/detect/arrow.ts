/** Tables, record batches and vectors of apache-arrow, of whichever version and copy. */
import type { TimeUnit_ } from "@uwdata/flechette";
import { Type } from "@uwdata/flechette";
import { roleOfType } from "../values/column-role.ts";
import type { ColumnRole } from "../protocol/reply.ts";
import { aCount, anArray, anObject, hasMethods, property } from "../values/duck-typing.ts";
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
} from "../values/encoding.ts";
import type { Encoding } from "../values/encoding.ts";
import { formatClock } from "../values/format-instant.ts";
import type { Dataframe } from "./dataframe.ts";
import { isNumbers } from "../values/column-memory.ts";
import { toDataframe } from "./column-reader.ts";
import type { ColumnMemory } from "../values/column-memory.ts";
import type { ReadableColumn, ReadableDataframe } from "./column-reader.ts";

/** A Table, a RecordBatch, or a Vector as a frame of one column. */
export function readArrow(value: object): ReadableDataframe | undefined {
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

/** As the preview shows it. */
export function fromArrow(value: object): Dataframe | undefined {
  const frame = readArrow(value);
  return frame === undefined ? undefined : toDataframe(frame);
}

function frameOf(
  kind: string,
  rows: number,
  fields: readonly object[],
  vectorAt: (index: number) => unknown,
): ReadableDataframe {
  const columns = fields.map((field, index) => column(field, anObject(vectorAt(index))));
  return { kind, rows: () => rows, columns };
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

function column(field: object, vector: object): ReadableColumn {
  const type = anObject(property(field, "type"));
  if (!hasMethods(vector, "get")) throw new TypeError("not a vector");
  const at = (row: number): unknown => vector.get(row);
  return {
    name: String(property(field, "name")),
    type: typeName(type),
    role: roleOf(type),
    encoding: encodingOf(type),
    declared: true,
    at: property(type, "typeId") === Type.Timestamp ? exactly(vector, at, unitOf(type)) : at,
    memory: (rows) => memoryOf(vector, type, rows),
  };
}

/** Of a dictionary those of its values. */
function roleOf(type: object): ColumnRole {
  const typeId = property(type, "typeId");
  if (typeId === Type.Dictionary) return roleOf(anObject(property(type, "dictionary")));
  return typeof typeId === "number" ? roleOfType(typeId) : "text";
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
function exactly(
  vector: object,
  at: (row: number) => unknown,
  unit: TimeUnit_,
): (row: number) => bigint | null {
  const chunks = anArray(property(vector, "data")).map(anObject);
  const lengths = chunks.map((chunk) => aCount(property(chunk, "length")));
  return (row) => {
    const value = at(row);
    if (value === null || value === undefined) return null;
    let [chunk, first] = [0, 0];
    for (; chunk < lengths.length - 1 && row >= first + (lengths[chunk] ?? 0); chunk += 1)
      first += lengths[chunk] ?? 0;
    const held = property(chunks[chunk] ?? {}, "values");
    const exact = held instanceof BigInt64Array ? held[row - first] : undefined;
    return exact ?? BigInt(Math.round(Number(value) * 10 ** (unit * 3 - 3)));
  };
}

/** Types whose memory can be taken as it is. */
const inMemory: ReadonlySet<unknown> = new Set([
  Type.Bool,
  Type.Int,
  Type.Float,
  Type.Timestamp,
  Type.Utf8,
  Type.LargeUtf8,
]);

function memoryOf(vector: object, type: object, rows = Infinity): readonly ColumnMemory[] | undefined {
  const id = property(type, "typeId");
  const days = id === Type.Date && property(type, "unit") === 0;
  const halves = id === Type.Float && property(type, "precision") === 0;
  if (!(inMemory.has(id) || days) || halves) return undefined;
  const pieces: ColumnMemory[] = [];
  let left = rows;
  for (const chunk of anArray(property(vector, "data"))) {
    if (left <= 0) break;
    const piece = pieceOf(anObject(chunk), id, left);
    if (piece === undefined) return undefined;
    pieces.push(piece);
    left -= piece.length;
  }
  return pieces;
}

/** The first rows of a chunk, at most so many. */
function pieceOf(chunk: object, id: unknown, most: number): ColumnMemory | undefined {
  const length = Math.min(most, aCount(property(chunk, "length")));
  const text = id === Type.Utf8 || id === Type.LargeUtf8;
  const held = property(chunk, "values");
  const bits = property(chunk, "nullBitmap");
  const first = aCount(property(chunk, "offset"));
  const values = id === Type.Bool && held instanceof Uint8Array ? bytesOf(held, first, length) : held;
  const offsets = text ? shortOffsets(property(chunk, "valueOffsets"), length) : undefined;
  if (!isNumbers(values) || (text && offsets === undefined)) return undefined;
  const missing = property(chunk, "nullCount") !== 0 && bits instanceof Uint8Array && bits.length > 0;
  return {
    length,
    values,
    ...(offsets === undefined ? {} : { offsets }),
    ...(missing ? { valid: { bits, offset: first } } : {}),
  };
}

/** A byte, 0 or 1, for each of these bits. */
function bytesOf(bits: Uint8Array, first: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, bit = first; at < length; at += 1, bit += 1)
    bytes[at] = ((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  return bytes;
}

/** Undefined for offsets of which one lies beyond two gigabytes. */
function shortOffsets(offsets: unknown, length: number): Int32Array | undefined {
  if (offsets instanceof Int32Array) return offsets;
  if (!(offsets instanceof BigInt64Array) || (offsets[length] ?? 0n) >= 2n ** 31n) return undefined;
  const words = new Int32Array(offsets.buffer, offsets.byteOffset, 2 * (length + 1));
  const short = new Int32Array(length + 1);
  for (let at = 0; at <= length; at += 1) short[at] = words[2 * at] ?? 0;
  return short;
}
