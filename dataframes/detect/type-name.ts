/** What a value is called, told without running a line of code that belongs to it. */
import { types } from "node:util";

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
