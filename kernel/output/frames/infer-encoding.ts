/** The kind of a column nobody has declared, by its values. */
import type { Encoding } from "./encoding.ts";
import { asBigInt, asBoolean, asBytes, asDate, asDecimal, asNull, asNumber, asText } from "./encoding.ts";

/** The Arrow encoding and the name to show: `number`, `Date`, `string | number`, … */
export interface Inferred {
  readonly type: string;
  readonly encoding: Encoding;
}

const int64Limit = 2n ** 63n;
const decimalDigits = 38;

/** Looks at all of the values given. */
export function inferEncoding(values: readonly unknown[]): Inferred {
  const kinds = new Set<string>();
  for (const value of values) {
    if (value !== null && value !== undefined) kinds.add(kindOf(value));
  }
  const names = [...kinds];
  const [only] = names;
  if (only === undefined) return { type: "null", encoding: asNull };
  if (names.length > 1) return { type: names.length > 3 ? "mixed" : names.join(" | "), encoding: asText };
  return { type: only, encoding: encodingOf(only, values) };
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

function encodingOf(kind: string, values: readonly unknown[]): Encoding {
  switch (kind) {
    case "boolean":
      return asBoolean;
    case "number":
      return asNumber;
    case "bigint":
      return wideEnough(values);
    case "Date":
      return asDate;
    case "bytes":
      return asBytes;
    default:
      return asText;
  }
}

function wideEnough(values: readonly unknown[]): Encoding {
  const fits = values.every(
    (value) => typeof value !== "bigint" || (value < int64Limit && value >= -int64Limit),
  );
  return fits ? asBigInt(true) : asDecimal(decimalDigits, 0);
}
