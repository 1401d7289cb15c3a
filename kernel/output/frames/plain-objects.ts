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
  const columns = [...names].map((name) => ({
    ...inferColumn(name, array.length, (row) => {
      const item = array[row];
      return typeof item === "object" && item !== null ? read(item, name) : undefined;
    }),
    block: (from: number, to: number, values: unknown[]) => readBlock(array, name, { from, to, values }),
  }));
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
    return name in Object.prototype && !Object.hasOwn(item, name) ? undefined : Reflect.get(item, name);
  } catch (error) {
    return `[reading threw: ${messageOf(error)}]`;
  }
}

/** Spares what `read` looks at for each value. */
function readBlock(
  array: readonly unknown[],
  name: string,
  { from, to, values }: { readonly from: number; readonly to: number; readonly values: unknown[] },
): boolean {
  if (name in Object.prototype) return false;
  try {
    for (let row = from; row < to; row += 1) {
      const item = array[row];
      // SAFETY: any object may have any property.
      values[row - from] =
        typeof item === "object" && item !== null ? (item as Record<string, unknown>)[name] : undefined;
    }
    return true;
  } catch {
    return false;
  }
}
