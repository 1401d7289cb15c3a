/** Arrays of objects as rows, read without running a getter or a proxy's trap. */
import { types } from "node:util";
import type { KnownColumn } from "../../protocol/knowledge.ts";
import { previewOf } from "./describe-variable.ts";
import { objectRows } from "../../dataframes/detect/object-rows.ts";

export interface PlainRows {
  readonly kind: string;
  readonly length: number;
  readonly columns: readonly KnownColumn[];
  /** The value of a column as text; null where there is none. */
  cell(row: number, column: string): string | null;
}

/** The rows that tell of what kind the values of a column are, from the first that has it. */
const mostRows = 100;

/** Undefined unless the array is rows of a table. */
export function plainRows(value: unknown): PlainRows | undefined {
  if (!Array.isArray(value) || types.isProxy(value)) return undefined;
  const found = objectRows(value, (item) => !types.isProxy(item));
  if (found === undefined) return undefined;
  const propertyAt = (row: number, name: string): PropertyDescriptor | undefined => {
    const item: unknown = value[row];
    return typeof item === "object" && item !== null
      ? Object.getOwnPropertyDescriptor(item, name)
      : undefined;
  };
  const typeOfColumn = ([name, since]: readonly [string, number]): string => {
    const known = new Set<string>();
    for (let row = since; row < Math.min(value.length, since + mostRows); row += 1) {
      const property = propertyAt(row, name);
      const kind = property?.get === undefined ? kindOf(property?.value) : "getter";
      if (kind !== undefined) known.add(kind);
    }
    return known.size > 3 ? "mixed" : [...known].join(" | ");
  };
  return {
    kind: found.kind,
    length: value.length,
    columns: [...found.columns].map((column) => ({ name: column[0], type: typeOfColumn(column) })),
    cell: (row, column) => {
      const property = propertyAt(row, column);
      return property?.get === undefined ? textOf(property?.value) : "(getter)";
    },
  };
}

/** Undefined of what is missing. */
function kindOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object") return typeof value;
  if (types.isDate(value)) return "Date";
  return Array.isArray(value) ? "array" : "object";
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : previewOf(value);
}
