/** What the numbers and texts of a column stand for, on both sides of the thread. */
import { Type } from "@uwdata/flechette";
import type { Encoding } from "../../values/encoding.ts";
import type { ColumnRole } from "../../protocol/reply.ts";

/**
 * `decimal` counts units of ten to the power of minus `digits`; `instant` units of a second divided by ten to the power of
 * `digits`, since 1970; `day` days since 1970; `boolean` is 0 or 1. Bytes are text in hexadecimal, nested values JSON.
 */
export type LogicalType =
  | { readonly kind: "number" | "day" | "boolean" | "text" | "bytes" | "nested" }
  | { readonly kind: "decimal"; readonly digits: number }
  | { readonly kind: "instant"; readonly digits: number; readonly zone: string | null };

/** By how the column travels, which all its libraries have in common. */
export function logicalTypeOf({ type }: Encoding, role: ColumnRole): LogicalType {
  switch (type.typeId) {
    case Type.Bool:
      return { kind: "boolean" };
    case Type.Int:
    case Type.Float:
      return { kind: "number" };
    case Type.Decimal:
      return { kind: "decimal", digits: type.scale };
    case Type.Date:
      return { kind: "day" };
    case Type.Timestamp:
      return { kind: "instant", digits: type.unit * 3, zone: type.timezone };
    case Type.Binary:
      return { kind: "bytes" };
    default:
      return { kind: role === "nested" ? "nested" : "text" };
  }
}

/** Whether values of the column are kept as texts, each different one once. */
export function isTextual({ kind }: LogicalType): boolean {
  return kind === "text" || kind === "bytes" || kind === "nested";
}
