/** What can be asked of a column, by the type it came with. Pure. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { shownDigits } from "../../protocol/frames/plain-value.ts";
import type { ColumnRole } from "../../protocol/frames/frame-reply.ts";

/** Which values a range of the column ends at; null where ranges make no sense. */
export type BoundKind =
  | { readonly kind: "integer" }
  | { readonly kind: "number" }
  | { readonly kind: "day" }
  /** The zone is null for clock times of no zone. */
  | { readonly kind: "instant"; readonly zone: string | null };

export interface ColumnUse {
  readonly role: ColumnRole;
  readonly bound: BoundKind | null;
  /** Digits that are worth showing; null where values are exact. */
  readonly digits: number | null;
}

export function columnUse(type: DataType): ColumnUse {
  switch (type.typeId) {
    case Type.Dictionary:
      return columnUse(type.dictionary);
    case Type.Null:
      return { role: "null", bound: null, digits: null };
    case Type.Int:
      return { role: "number", bound: { kind: "integer" }, digits: null };
    case Type.Float:
      return { role: "number", bound: { kind: "number" }, digits: shownDigits(type) };
    case Type.Decimal:
      return { role: "number", bound: { kind: "number" }, digits: null };
    case Type.Bool:
      return { role: "boolean", bound: null, digits: null };
    case Type.Date:
      return { role: "time", bound: { kind: "day" }, digits: null };
    case Type.Timestamp:
      return { role: "time", bound: { kind: "instant", zone: type.timezone }, digits: null };
    case Type.Time:
    case Type.Duration:
    case Type.Interval:
      return { role: "time", bound: null, digits: null };
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return { role: "bytes", bound: null, digits: null };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { role: "text", bound: null, digits: null };
    default:
      return { role: "nested", bound: null, digits: null };
  }
}
