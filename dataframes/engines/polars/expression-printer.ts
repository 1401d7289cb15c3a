/** Stands in for polars where expressions are to be read rather than run: what is called on it becomes code. */
import type { Polars } from "./polars-types.ts";

const code = Symbol("code");

export function writingPolars(): Polars {
  // SAFETY: whatever is asked of it is there, and is text in the end.
  return written("pl") as Polars;
}

/** The code of what was made with it, and of plain values. */
export function codeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(codeOf).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Date)
    return `new Date(${JSON.stringify(value.toISOString().replace("T00:00:00.000Z", ""))})`;
  if (typeof value === "function") {
    const text: unknown = Reflect.get(value, code);
    if (typeof text === "string") return text;
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

function written(text: string): unknown {
  return new Proxy(() => undefined, {
    get: (_, name) => (name === code ? text : written(`${text}.${String(name)}`)),
    apply: (_, __, given: readonly unknown[]) => written(`${text}(${given.map(codeOf).join(", ")})`),
  });
}
