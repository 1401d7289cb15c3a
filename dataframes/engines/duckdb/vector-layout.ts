/** How much memory DuckDB takes for the values of a type, and what lies inside of them. */
import { aCount, anArray, anObject, property } from "../../values/duck-typing.ts";

/** `bytes` of each value in the vector itself. */
export type Layout =
  | { readonly kind: "flat"; readonly bytes: number }
  | { readonly kind: "list"; readonly bytes: number; readonly of: Layout }
  | { readonly kind: "array"; readonly bytes: 0; readonly of: Layout; readonly size: number }
  | { readonly kind: "struct"; readonly bytes: 0; readonly of: readonly Layout[] };

/** By the numbers of DuckDB's interface in C. Texts, bytes and their like are 16: their length, and where they are. */
const widths: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 2,
  8: 4,
  9: 8,
  10: 4,
  11: 8,
  12: 8,
  13: 4,
  14: 8,
  15: 16,
  16: 16,
  17: 16,
  18: 16,
  20: 8,
  21: 8,
  22: 8,
  27: 16,
  29: 16,
  30: 8,
  31: 8,
  32: 16,
  35: 16,
  39: 8,
};
const decimalType = 19;
const enumType = 23;
const listType = 24;
const structType = 25;
const mapType = 26;
const unionType = 28;
const arrayType = 33;

/** Undefined for types of which it is not known. @param type one of @duckdb/node-api */
export function layoutOf(type: object): Layout | undefined {
  const id = property(type, "typeId");
  switch (id) {
    case decimalType:
      return flat(decimalWidth(aCount(property(type, "width"))));
    case enumType:
      // Numbered by integers of the smallest type that has one for each.
      return flat(widths[aCount(property(type, "internalTypeId"))]);
    case listType:
      return list(inner(property(type, "valueType")));
    case mapType:
      return list(struct([property(type, "keyType"), property(type, "valueType")].map(inner)));
    case structType:
      return struct(anArray(property(type, "entryTypes")).map(inner));
    case unionType:
      return struct([flat(1), ...anArray(property(type, "memberTypes")).map(inner)]);
    case arrayType: {
      const of = inner(property(type, "valueType"));
      return of === undefined
        ? undefined
        : { kind: "array", bytes: 0, of, size: aCount(property(type, "length")) };
    }
    default:
      return typeof id === "number" ? flat(widths[id]) : undefined;
  }
}

function inner(type: unknown): Layout | undefined {
  return layoutOf(anObject(type));
}

function flat(bytes: number | undefined): Layout | undefined {
  return bytes === undefined ? undefined : { kind: "flat", bytes };
}

function list(of: Layout | undefined): Layout | undefined {
  return of === undefined ? undefined : { kind: "list", bytes: 16, of };
}

function struct(of: readonly (Layout | undefined)[]): Layout | undefined {
  const known = of.filter((each) => each !== undefined);
  return known.length < of.length ? undefined : { kind: "struct", bytes: 0, of: known };
}

function decimalWidth(digits: number): number {
  return digits <= 4 ? 2 : digits <= 9 ? 4 : digits <= 18 ? 8 : 16;
}
