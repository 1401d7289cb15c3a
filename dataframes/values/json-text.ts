/** Nested values in one line of JSON. */

import { hasMethods } from "./duck-typing.ts";

/** How much of a value is told. */
interface Limits {
  readonly characters: number;
  readonly items: number;
}

/** Characters of a text that travels whole. */
export const longestText = 10_000;
const glance: Limits = { characters: longestText, items: 1_000 };
/** All of it. */
export const wholeValue: Limits = { characters: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };

/** JSON of any value; what JSON does not know becomes text, and looking at it never throws. */
export function jsonText(value: unknown, limits = glance): string {
  try {
    return cutText(JSON.stringify(plain(value, new Set(), limits)), limits);
  } catch {
    return "[cannot be shown]";
  }
}

/** {@link jsonText}, but what is a single text, such as a date, stands without quotes. */
export function textOf(value: unknown, limits = glance): string {
  if (typeof value === "string") return cutText(value, limits);
  const text = jsonText(value, limits);
  if (!text.startsWith('"')) return text;
  const parsed: unknown = JSON.parse(text);
  return String(parsed);
}

/** A long text travels cut, with its length. */
function cutText(text: string, { characters }: Limits): string {
  return text.length <= characters ? text : `${text.slice(0, characters)}… (${text.length} characters)`;
}

function plain(value: unknown, above: Set<object>, limits: Limits): unknown {
  if (typeof value === "bigint") return inJson(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "function" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (above.has(value)) return "[circular]";
  above.add(value);
  try {
    return inside(value, above, limits);
  } finally {
    above.delete(value);
  }
}

/** Numbers that a JSON number could not hold stay exact as text. */
function inJson(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function inside(value: object, above: Set<object>, limits: Limits): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item, above, limits)]));
  if (ArrayBuffer.isView(value) || Array.isArray(value) || value instanceof Set)
    return listed(value, above, limits);
  if (hasMethods(value, "toJSON")) return plain(value.toJSON(), above, limits);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, above, limits)]));
}

/** More items than a line could hold are not looked at. */
function listed(value: object, above: Set<object>, limits: Limits): unknown[] {
  if (value instanceof DataView) return [];
  const items: unknown[] = [];
  // SAFETY: arrays, typed arrays and sets are iterable; views without elements are taken out above.
  for (const item of value as Iterable<unknown>) {
    if (items.length === limits.items) break;
    items.push(plain(item, above, limits));
  }
  return items;
}
