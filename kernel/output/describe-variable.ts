/** A variable in one line, for lists of variables. */
import { types } from "node:util";
import type { Variable } from "../../protocol/variables.ts";
import { frames } from "../../display/bundle.ts";
import { mayAskFrame } from "./may-ask-frame.ts";
import { typeOf } from "../../dataframes/detect/type-name.ts";
import { quietText } from "../../display/quiet-text.ts";

/** Characters of a preview. */
const longestPreview = 120;

const options = {
  depth: 1,
  breakLength: Number.POSITIVE_INFINITY,
  compact: true,
  maxArrayLength: 20,
  maxStringLength: longestPreview,
} as const;

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
  try {
    if (!mayAskFrame(value)) return undefined;
    const found = frames().describeDataframe(value);
    return found === undefined ? undefined : { ...found, preview: oneLine(found.preview) };
  } catch {
    // It only resembles a dataframe: then it is described as any object is.
    return undefined;
  }
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

/** A value in one line, without running code of its own. */
export function previewOf(value: unknown): string {
  return oneLine(quietText(value, options));
}

function oneLine(text: string): string {
  const line = text.slice(0, 4 * longestPreview).replaceAll(/\s+/g, " ");
  return line.length <= longestPreview ? line : `${line.slice(0, longestPreview - 1)}…`;
}
