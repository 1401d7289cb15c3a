/** A value as text and its type in a word, told without running a line of code that belongs to it. */
import { inspect, types } from "node:util";
import type { InspectOptions } from "node:util";

/** Characters of a class's name. */
const longestName = 120;

/** Its kind, or the name of its class. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (types.isProxy(value)) return "Proxy";
  for (let from: unknown = value; typeof from === "object" && from !== null;) {
    // A getter would be code of the cell's own.
    const made: unknown = Object.getOwnPropertyDescriptor(from, "constructor")?.value;
    if (typeof made === "function" && !types.isProxy(made)) {
      const name: unknown = Object.getOwnPropertyDescriptor(made, "name")?.value;
      if (typeof name === "string" && name !== "") return name.slice(0, longestName);
    }
    from = types.isProxy(from) ? null : Object.getPrototypeOf(from);
  }
  return "Object";
}

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
