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
    // Rows of one table have the same names in the same order.
    if (hasKeys(item, before)) continue;
    const keys = Object.keys(item);
    for (const name of keys) names.add(name);
    before = keys;
    if (names.size > mostColumns) return undefined;
  }
  if (names.size === 0) return undefined;
  const columns = [...names].map((name) => {
    const at = (row: number): unknown => {
      const item = array[row];
      return typeof item === "object" && item !== null ? read(item, name) : undefined;
    };
    return inferColumn(name, array.length, at, (from, to, values) =>
      readBlock(array, name, { from, to, values }),
    );
  });
  return { kind: "Array of objects", rows: () => array.length, columns };
}

/** As the preview shows it. */
export function fromPlainObjects(array: readonly unknown[]): Frame | undefined {
  const frame = readPlainObjects(array);
  return frame === undefined ? undefined : toFrame(frame);
}

/** Makes no list of the keys. */
function hasKeys(item: object, keys: readonly string[]): boolean {
  let count = 0;
  for (const key in item) {
    if (key !== keys[count]) return false;
    count += 1;
  }
  return count === keys.length;
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
