/** Which arrays are the rows of a table, and the names of its columns: each row is looked at, as any of them may bring a new one. */
import { types } from "node:util";
import { typeOf } from "./type-name.ts";

/** An array whose items are objects with keys. */
export interface ObjectRows {
  readonly kind: string;
  /** The names of the columns, each with the first row that has it. */
  readonly columns: ReadonlyMap<string, number>;
}

/** With more keys than this the objects are dictionaries and no rows. */
const mostColumns = 1_000;
/** An array with more gaps than rows, and than this, is no table. */
const gapsBeside = 1_000;

/**
 * Undefined unless each item is a plain object, or one of a single class whose instances are nothing but their fields; null,
 * undefined and holes are rows without values. Takes about 25 ns for a row: memory, not time, bounds how long this goes on.
 */
export function objectRows(
  array: readonly unknown[],
  isRow: (item: object) => boolean = () => true,
): ObjectRows | undefined {
  const columns = new Map<string, number>();
  let before: readonly string[] = [];
  let record: object | undefined;
  let gaps = 0;
  for (let row = 0; row < array.length; row += 1) {
    const item = array[row];
    if (item === null || item === undefined) {
      gaps += 1;
      if (gaps > row - gaps + gapsBeside) return undefined;
      continue;
    }
    if (typeof item !== "object" || !isRow(item)) return undefined;
    const prototype: unknown = Object.getPrototypeOf(item);
    if (!isPlain(prototype) && prototype !== record) {
      if (record !== undefined || !isRecord(prototype)) return undefined;
      record = prototype;
    }
    // Rows of one table have the same names in the same order.
    if (hasKeys(item, before)) continue;
    before = Object.keys(item);
    for (const name of before) if (!columns.has(name)) columns.set(name, row);
    if (columns.size > mostColumns) return undefined;
  }
  if (columns.size === 0) return undefined;
  return { kind: record === undefined ? "Array of objects" : `Array of ${typeOf(record)}`, columns };
}

/** Whether an array's first items could be rows; what has none must not pay for loading what shows tables. */
export function mayBeRows(array: readonly unknown[]): boolean {
  const first = array.slice(0, 100).find((item) => item !== null && item !== undefined);
  return typeof first === "object";
}

function isPlain(prototype: unknown): boolean {
  return prototype === Object.prototype || prototype === null;
}

/** By these an object says that it is shown as something else than its fields. */
const shownOtherwise = [
  "toJSON",
  "toSpec",
  "outerHTML",
  "toDataURL",
  Symbol.iterator,
  Symbol.toPrimitive,
  Symbol.toStringTag,
  Symbol.for("Jupyter.display"),
  Symbol.for("nodejs.util.inspect.custom"),
];

/** Whether a class's instances are nothing but their fields: it is none of the language's own. Runs none of its code. */
function isRecord(prototype: unknown): prototype is object {
  let from = prototype;
  for (
    ;
    typeof from === "object" && from !== null && from !== Object.prototype;
    from = Object.getPrototypeOf(from)
  ) {
    const own = from;
    if (types.isProxy(own) || shownOtherwise.some((name) => Object.hasOwn(own, name))) return false;
    const made: unknown = Object.getOwnPropertyDescriptor(own, "constructor")?.value;
    if (typeof made !== "function" || types.isProxy(made)) return false;
    if (/\{ \[native code\] \}$/.test(Function.prototype.toString.call(made))) return false;
  }
  return from === Object.prototype;
}

/** Makes no list of the keys. */
function hasKeys(item: object, keys: readonly string[]): boolean {
  let count = 0;
  for (const key in item) {
    if (key !== keys[count]) return false;
    count += 1;
  }
  return count > 0 && count === keys.length;
}
