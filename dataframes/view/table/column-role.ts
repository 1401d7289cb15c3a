/** What can be asked of a column, by the type it came with. Pure. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { shownDigits } from "../../values/plain-value.ts";
import { roleOfType } from "../../values/column-role.ts";
import type { ColumnRole } from "../../protocol/reply.ts";

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
  if (type.typeId === Type.Dictionary) return columnUse(type.dictionary);
  return {
    role: roleOfType(type.typeId),
    bound: boundOf(type),
    digits: type.typeId === Type.Float ? shownDigits(type) : null,
  };
}

function boundOf(type: DataType): BoundKind | null {
  switch (type.typeId) {
    case Type.Int:
      return { kind: "integer" };
    case Type.Float:
    case Type.Decimal:
      return { kind: "number" };
    case Type.Date:
      return { kind: "day" };
    case Type.Timestamp:
      return { kind: "instant", zone: type.timezone };
    default:
      return null;
  }
}
