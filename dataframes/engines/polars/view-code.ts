/** A view as a line of nodejs-polars. */
import type { View } from "../../protocol/view.ts";
import { conditionOf } from "./condition.ts";
import { columnAt, type Words } from "./expression-context.ts";
import { orderingOf } from "./ordering.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Polars } from "./polars-types.ts";
import type { Source } from "./source.ts";

/** Stands in for polars where expressions are to be read rather than run: what is called on it becomes code. */

const code = Symbol("code");

function writingPolars(): Polars {
  // SAFETY: whatever is asked of it is there, and is text in the end.
  return written("pl") as Polars;
}

/** The code of what was made with it, and of plain values. */
function codeOf(value: unknown): string {
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

/** @param name what the notebook calls the frame */
export function viewCode(
  { kind, columns }: Source,
  view: View,
  wanted: readonly number[],
  name: string,
): string {
  const pl = writingPolars();
  const words: Words = {
    pl,
    columns,
    of: (column) => (isPlain(column) ? pl.col(column.name) : pl.nth(column.position)),
  };
  const condition = conditionOf(words, view);
  const ordering = orderingOf(words, view.sort);
  const chosen = wanted.map((position) => columnAt({ columns }, position));
  const isAll = chosen.length === columns.length && chosen.every(({ position }, place) => position === place);
  const steps = [
    kind === "Series" ? ".toFrame()" : "",
    condition === undefined ? "" : `.filter(${codeOf(condition)})`,
    ordering === undefined ? "" : `.sort(${ordering.map((each) => codeOf(each)).join(", ")})`,
    isAll ? "" : `.select(${chosen.map((column) => selected(words, column)).join(", ")})`,
  ].join("");
  return kind === "LazyFrame" ? `await ${name}${steps}.collect()` : `${name}${steps}`;
}

/** A name that means this column and no other. */
const isPlain = ({ name }: PolarsColumn): boolean =>
  name !== "*" && !(name.startsWith("^") && name.endsWith("$"));

const selected = (words: Words, column: PolarsColumn): string =>
  isPlain(column) ? JSON.stringify(column.name) : codeOf(words.of(column));
