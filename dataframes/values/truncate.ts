/** Values that are too long to travel for being glanced at, cut to their beginning. */
import { Column, columnFromArray, field, Table, tableFromIPC, tableToIPC, Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { plainValue, readOptions } from "./plain-value.ts";
import type { WindowResult } from "../protocol/reply.ts";
import { asBytes, asText } from "./encoding.ts";

type CutValue = WindowResult["cut"][number];

export interface TruncatedStream {
  readonly stream: Uint8Array;
  readonly cut: readonly CutValue[];
}

/** Characters of text, bytes of binary values. */
const longest = 2_000;
/** In a stream of this size nothing is long enough to matter. */
const smallBytes = 256 * 1024;

/** The same stream where nothing is long. Nested values that are too long become text, their whole column with them. */
export function truncateLong(stream: Uint8Array): TruncatedStream {
  if (stream.length <= smallBytes) return { stream, cut: [] };
  const table = tableFromIPC(stream, readOptions);
  const cut: CutValue[] = [];
  const columns = table.children.map((column, index) => cutColumn(column, index, cut));
  if (cut.length === 0) return { stream, cut };
  const fields = columns.map(({ type }, index) => field(table.schema.fields[index]?.name ?? "", type));
  const bytes = tableToIPC(new Table({ ...table.schema, fields }, columns), { format: "stream" });
  return bytes === null ? { stream, cut: [] } : { stream: bytes, cut };
}

function cutColumn(column: Column<unknown>, index: number, cut: CutValue[]): Column<unknown> {
  const way = wayToCut(column.type);
  if (way === undefined) return column;
  const before = cut.length;
  const values = Array.from({ length: column.length }, (_, row) => {
    const value = way.read(column.at(row));
    if (value === null || value.length <= longest) return value;
    cut.push({ column: index, row, length: value.length });
    return value.slice(0, longest);
  });
  return cut.length === before ? column : columnFromArray<unknown>(values, way.type);
}

interface WayToCut {
  readonly type: DataType;
  readonly read: (value: unknown) => string | Uint8Array | null;
}

/** Undefined for types whose values are all short. */
function wayToCut(type: DataType): WayToCut | undefined {
  switch (type.typeId) {
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { type: asText.type, read: (value) => (typeof value === "string" ? value : null) };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return { type: asBytes.type, read: (value) => (value instanceof Uint8Array ? value : null) };
    case Type.List:
    case Type.LargeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.FixedSizeList:
    case Type.Map:
    case Type.Struct:
      return {
        type: asText.type,
        read: (value) =>
          value === null || value === undefined ? null : textOfNested(plainValue(type, value, "whole")),
      };
    default:
      return undefined;
  }
}

function textOfNested(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}
