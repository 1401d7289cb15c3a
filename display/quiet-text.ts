/** A value as text, told without running a line of code that belongs to it. */
import { inspect, types } from "node:util";
import type { InspectOptions } from "node:util";
import { typeOf } from "../dataframes/detect/type-name.ts";

/** A value as text, without running code of its own. Never throws. */
export function quietText(value: unknown, how: InspectOptions): string {
  try {
    return tagsItself(value) ? `${typeOf(value)} {…}` : inspect(value, { ...how, customInspect: false });
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
