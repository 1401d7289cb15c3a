/** Arrays of plain objects, as `JSON.parse` and most database clients give rows. */
import type { Frame } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { messageOf } from "../inspect-value.ts";
import { inferEncoding } from "./infer-encoding.ts";
import { writeStream } from "./write-stream.ts";

/** With more keys than this the objects are dictionaries and no rows. */
const mostColumns = 500;

/** Looks at the first rows that would travel; undefined unless all of them are plain objects. */
export function fromPlainObjects(array: readonly unknown[]): Frame | undefined {
  const names = new Set<string>();
  const head: object[] = [];
  for (let row = 0; row < Math.min(array.length, mostRows); row += 1) {
    const item = array[row];
    if (!isPlain(item)) return undefined;
    head.push(item);
    for (const name of Object.keys(item)) names.add(name);
    if (names.size > mostColumns) return undefined;
  }
  if (names.size === 0) return undefined;
  const columns = [...names].map((name) => {
    const values = head.map((item) => read(item, name));
    return { name, values, ...inferEncoding(values) };
  });
  return {
    kind: "Array of objects",
    rows: array.length,
    types: columns.map(({ type }) => type),
    stream: (rows) =>
      writeStream(columns.map((column) => ({ ...column, values: column.values.slice(0, rows) }))),
  };
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
