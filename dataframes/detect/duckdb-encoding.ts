/** How the values of @duckdb/node-api go into Arrow columns, and how they read as text. */
import type { TimeUnit_ } from "@uwdata/flechette";
import { aCount, anObject, property } from "../values/duck-typing.ts";
import {
  asBigInt,
  asBoolean,
  asBytes,
  asDay,
  asDecimal,
  asFloat32,
  asInstant,
  asInteger,
  asNumber,
  asText,
} from "../values/encoding.ts";
import type { Encoding } from "../values/encoding.ts";

/** By the number of the type, which is part of DuckDB's interface in C. */
const encodings: Readonly<Record<number, Encoding>> = {
  1: asBoolean,
  2: asInteger(8, true),
  3: asInteger(16, true),
  4: asInteger(32, true),
  5: asBigInt(true),
  6: asInteger(8, false),
  7: asInteger(16, false),
  8: asInteger(32, false),
  9: asBigInt(false),
  10: asFloat32,
  11: asNumber,
  12: instant(2, "micros", null),
  13: within(asDay, "days"),
  16: asDecimal(38, 0),
  18: within(asBytes, "bytes"),
  20: instant(0, "seconds", null),
  21: instant(1, "millis", null),
  22: instant(3, "nanos", null),
  31: instant(2, "micros", "UTC"),
  32: asDecimal(38, 0),
};
const decimalType = 19;

/** The encoding of a column of this type; what has none travels as the text that `text` gives. */
export function encodingOf(type: object, text: (value: unknown) => string): Encoding {
  const id = property(type, "typeId");
  if (id === decimalType)
    return within(asDecimal(aCount(property(type, "width")), aCount(property(type, "scale"))), "value");
  return (typeof id === "number" ? encodings[id] : undefined) ?? { ...asText, encode: text };
}

function instant(unit: TimeUnit_, name: string, timezone: string | null): Encoding {
  return within(asInstant(unit, timezone), name);
}

/** Values that are objects around what is encoded. */
function within(encoding: Encoding, name: string): Encoding {
  return {
    ...encoding,
    encode: (value) => {
      const whole = anObject(value);
      if (property(whole, "isFinite") === false) throw new RangeError("infinity has no place here");
      return encoding.encode(property(whole, name));
    },
  };
}

/** A value without the classes of the library: nested values as arrays, maps and objects, all others as DuckDB writes them. */
export function withoutClasses(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return insideOf(value) ?? infiniteDay(value) ?? written(value);
}

/** The classes of DuckDB's values write themselves. */
function written(value: unknown): string {
  return String(value);
}

/** Days that are infinite are written as numbers by the library. */
function infiniteDay(value: object): string | undefined {
  const days = property(value, "days");
  if (typeof days !== "number" || property(value, "isFinite") !== false) return undefined;
  return days > 0 ? "infinity" : "-infinity";
}

/** Undefined for values without any inside. */
function insideOf(value: object): unknown {
  const items = property(value, "items");
  if (Array.isArray(items)) return items.map(withoutClasses);
  const entries = property(value, "entries");
  if (Array.isArray(entries))
    return new Map(
      entries.map((entry: unknown) => [
        withoutClasses(property(anObject(entry), "key")),
        withoutClasses(property(anObject(entry), "value")),
      ]),
    );
  if (typeof entries === "object" && entries !== null)
    return Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, withoutClasses(item)]));
  return undefined;
}
