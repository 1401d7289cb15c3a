/** The kind of a column nobody has declared, by its values. */
import type { ColumnRole } from "../protocol/reply.ts";
import type { Encoding } from "../values/encoding.ts";
import { mostRows } from "./dataframe.ts";
import type { ReadableColumn, ReadBlock } from "./column-reader.ts";
import {
  asBigInt,
  asBoolean,
  asBytes,
  asDate,
  asDecimal,
  asNull,
  asNumber,
  asText,
} from "../values/encoding.ts";

/** The Arrow encoding and the name to show: `number`, `Date`, `string | number`, … */
interface Inferred {
  readonly type: string;
  readonly role: ColumnRole;
  readonly encoding: Encoding;
}

const int64Limit = 2n ** 63n;
const decimalDigits = 38;

/** How a column's values are read besides one by one. */
interface Reading {
  readonly block?: ReadBlock;
  /** The first row that can have a value. */
  readonly since?: number;
}

/** A column of the kind that its first values have, however late they come. */
export function inferColumn(
  name: string,
  rows: number,
  at: (row: number) => unknown,
  { block, since = 0 }: Reading = {},
): ReadableColumn {
  const read = (from: number, to: number): readonly unknown[] => {
    const values: unknown[] = [];
    const count = Math.max(0, to - from);
    return block?.(from, to, values) === true
      ? values
      : Array.from({ length: count }, (_, index) => at(from + index));
  };
  const first = read(0, Math.min(rows, mostRows));
  let kinds = kindsOf(first);
  for (let from = Math.max(mostRows, since); kinds.none && from < rows; from += mostRows)
    kinds = kindsOf(read(from, Math.min(rows, from + mostRows)));
  return { name, ...kinds.inferred(), declared: false, at, first, ...(block === undefined ? {} : { block }) };
}

function kindsOf(values: readonly unknown[]): ValueKinds {
  const kinds = new ValueKinds();
  for (const value of values) kinds.add(value);
  return kinds;
}

/** What kinds of values there are in a column, told while it is read. */
export class ValueKinds {
  readonly #kinds = new Set<string>();
  #fits = true;
  /** Of these there is one kind, which is known already. */
  #seen: "string" | "number" | "boolean" | undefined;

  add(value: unknown): void {
    const type = typeof value;
    if (type === this.#seen || value === null || value === undefined) return;
    if (type === "string" || type === "number" || type === "boolean") this.#seen = type;
    if (typeof value === "bigint") this.#fits &&= value < int64Limit && value >= -int64Limit;
    this.#kinds.add(kindOf(value));
  }

  /** Whether no value was there. */
  get none(): boolean {
    return this.#kinds.size === 0;
  }

  inferred(): Inferred {
    const names = [...this.#kinds];
    const [only] = names;
    if (only === undefined) return { type: "null", role: "null", encoding: asNull };
    if (names.length > 1)
      return { type: names.length > 3 ? "mixed" : names.join(" | "), role: "text", encoding: asText };
    return { type: only, ...this.#ofKind(only) };
  }

  #ofKind(kind: string): { readonly role: ColumnRole; readonly encoding: Encoding } {
    switch (kind) {
      case "boolean":
        return { role: "boolean", encoding: asBoolean };
      case "number":
        return { role: "number", encoding: asNumber };
      case "bigint":
        return { role: "number", encoding: this.#fits ? asBigInt(true) : asDecimal(decimalDigits, 0) };
      case "Date":
        return { role: "time", encoding: asDate };
      case "bytes":
        return { role: "bytes", encoding: asBytes };
      case "array":
      case "object":
        return { role: "nested", encoding: asText };
      default:
        return { role: "text", encoding: asText };
    }
  }
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  try {
    if (value instanceof Date) return "Date";
    if (value instanceof Uint8Array) return "bytes";
    return Array.isArray(value) || ArrayBuffer.isView(value) ? "array" : "object";
  } catch {
    // A revoked proxy.
    return "object";
  }
}
