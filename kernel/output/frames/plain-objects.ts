/** Arrays of plain objects, as `JSON.parse` and most database clients give rows. */
import type { Frame } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { messageOf } from "../inspect-value.ts";
import { inferColumn } from "./infer-encoding.ts";
import type { ReadableFrame } from "./readable-frame.ts";
import { toFrame } from "./readable-frame.ts";

/** With more keys than this the objects are dictionaries and no rows. */
const mostColumns = 500;

/** Looks at the first rows that would travel; undefined unless all of them are plain objects. What comes later may be anything. */
export function readPlainObjects(array: readonly unknown[]): ReadableFrame | undefined {
  const names = new Set<string>();
  let before: readonly string[] = [];
  for (let row = 0; row < Math.min(array.length, mostRows); row += 1) {
    const item = array[row];
    if (!isPlain(item)) return undefined;
    const keys = Object.keys(item);
    // Rows of one table have the same names in the same order.
    if (sameTexts(keys, before)) continue;
    for (const name of keys) names.add(name);
    before = keys;
    if (names.size > mostColumns) return undefined;
  }
  if (names.size === 0) return undefined;
  const columns = [...names].map((name) =>
    inferColumn(name, array.length, (row) => {
      const item = array[row];
      return typeof item === "object" && item !== null ? read(item, name) : undefined;
    }),
  );
  return { kind: "Array of objects", rows: () => array.length, columns };
}

/** As the preview shows it. */
export function fromPlainObjects(array: readonly unknown[]): Frame | undefined {
  const frame = readPlainObjects(array);
  return frame === undefined ? undefined : toFrame(frame);
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function read(item: object, name: string): unknown {
  try {
    return Object.hasOwn(item, name) ? Reflect.get(item, name) : undefined;
  } catch (error) {
    return `[reading threw: ${messageOf(error)}]`;
  }
}
