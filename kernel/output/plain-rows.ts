/** Arrays of plain objects as rows, read without running a getter or a proxy's trap. */
import { types } from "node:util";
import type { KnownColumn } from "../../protocol/knowledge.ts";
import { previewOf } from "./describe-variable.ts";

export interface PlainRows {
  readonly length: number;
  readonly columns: readonly KnownColumn[];
  /** The value of a column as text; null where there is none. */
  cell(row: number, column: string): string | null;
}

/** The rows that tell what columns there are. */
const mostRows = 100;

/** With more keys than this the objects are dictionaries and no rows. */
const mostColumns = 500;

/** Undefined unless the first rows are plain objects. */
export function plainRows(value: unknown): PlainRows | undefined {
  if (!Array.isArray(value) || types.isProxy(value) || value.length === 0) return undefined;
  const itemAt = (row: number): unknown => Object.getOwnPropertyDescriptor(value, row)?.value;
  const kinds = new Map<string, Set<string>>();
  for (let row = 0; row < Math.min(value.length, mostRows); row += 1) {
    const item = itemAt(row);
    if (!isPlain(item)) return undefined;
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(item))) {
      if (property.enumerable !== true) continue;
      const known = kinds.get(name) ?? new Set();
      kinds.set(name, known);
      const kind = property.get === undefined ? kindOf(property.value) : "getter";
      if (kind !== undefined) known.add(kind);
    }
    if (kinds.size > mostColumns) return undefined;
  }
  if (kinds.size === 0) return undefined;
  return {
    length: value.length,
    columns: [...kinds].map(([name, known]) => ({
      name,
      type: known.size > 3 ? "mixed" : [...known].join(" | "),
    })),
    cell: (row, column) => {
      const item = itemAt(row);
      const property = isPlain(item) ? Object.getOwnPropertyDescriptor(item, column) : undefined;
      if (property?.get !== undefined) return "(getter)";
      return textOf(property?.value);
    },
  };
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
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
