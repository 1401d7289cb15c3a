/** A variable in one line, for lists of variables. */
import { inspect, types } from "node:util";
import type { Variable } from "../../protocol/variables.ts";
import { frames, mayBeFrame } from "./bundle.ts";

/** Characters of a preview. */
const longestPreview = 120;

const options = {
  depth: 1,
  breakLength: Number.POSITIVE_INFINITY,
  compact: true,
  customInspect: false,
  maxArrayLength: 20,
  maxStringLength: longestPreview,
} as const;

/** What a proxy of polars looks like from inside. */
const polarsProxy = /^Proxy \[ \{ _(?:df|s): Js/;

/** Without running methods of the value, but for those of dataframes. Never throws. */
export function describeVariable(name: string, value: unknown, mayAskFrames: boolean): Variable {
  const frame = mayAskFrames ? shapeOfFrame(value) : undefined;
  if (frame !== undefined) return { name, ...frame };
  const size = sizeOf(value);
  return {
    name,
    type: typeOf(value),
    ...(size === undefined ? {} : { shape: [size] }),
    preview: previewOf(value),
  };
}

function shapeOfFrame(value: unknown): Omit<Variable, "name"> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  try {
    if (!(types.isProxy(value) ? isOfPolars(value) : mayBeFrame(value))) return undefined;
    const found = frames().describeFrame(value);
    return found === undefined ? undefined : { ...found, preview: oneLine(found.preview) };
  } catch {
    // It only resembles a dataframe: then it is described as any object is.
    return undefined;
  }
}

/** Other proxies are not asked anything: their answers are code of the cells. */
function isOfPolars(proxy: object): boolean {
  return polarsProxy.test(inspect(proxy, { ...options, showProxy: true }));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (types.isProxy(value)) return "Proxy";
  for (let from: unknown = value; typeof from === "object" && from !== null;) {
    // A getter would be code of the cell's own.
    const made: unknown = Object.getOwnPropertyDescriptor(from, "constructor")?.value;
    if (typeof made === "function" && !types.isProxy(made)) {
      const name: unknown = Object.getOwnPropertyDescriptor(made, "name")?.value;
      if (typeof name === "string" && name !== "") return name.slice(0, longestPreview);
    }
    from = types.isProxy(from) ? null : Object.getPrototypeOf(from);
  }
  return "Object";
}

function sizeOf(value: unknown): number | undefined {
  if (types.isProxy(value)) return undefined;
  if (Array.isArray(value) || types.isTypedArray(value)) return value.length;
  if (types.isMap(value) || types.isSet(value)) return countOf(value);
  return undefined;
}

/** By the language's own getter: a class of the cells may have put another in its place. */
function countOf(value: Map<unknown, unknown> | Set<unknown>): number {
  const owner = types.isMap(value) ? Map.prototype : Set.prototype;
  return Reflect.get(owner, "size", value);
}

function previewOf(value: unknown): string {
  try {
    return tagsItself(value) ? `${typeOf(value)} {…}` : oneLine(inspect(value, options));
  } catch {
    // A getter of the value threw, which asking it again would not change.
    return "(cannot be shown)";
  }
}

/** Whether only its own code can tell the tag that its text begins with. */
function tagsItself(value: unknown): boolean {
  if (types.isProxy(value)) return true;
  if (types.isTypedArray(value)) return false;
  for (let from: unknown = value; typeof from === "object" && from !== null;) {
    if (types.isProxy(from)) return false;
    const tag = Object.getOwnPropertyDescriptor(from, Symbol.toStringTag);
    if (tag !== undefined) return tag.get !== undefined;
    from = Object.getPrototypeOf(from);
  }
  return false;
}

function oneLine(text: string): string {
  const line = text.slice(0, 4 * longestPreview).replaceAll(/\s+/g, " ");
  return line.length <= longestPreview ? line : `${line.slice(0, longestPreview - 1)}…`;
}
