/** Cells that make frames of JavaScript's values. */
import * as known from "./known.ts";
import type { ScriptColumn } from "./known.ts";
import { reads } from "./known.ts";
import { wide } from "./trap.ts";
import type { Trap } from "./trap.ts";

/** An object of columns after the one that counts the rows. */
export function inColumns(...columns: readonly ScriptColumn[]): string {
  const [first] = columns;
  const all = [{ name: "n", code: (first?.code ?? []).map((_, row) => String(row)) }, ...columns];
  return `{ ${all.map(({ name, code }) => `${JSON.stringify(name)}: [${code.join(", ")}]`).join(", ")} }`;
}

/** An array of objects. */
export function inRows(...columns: readonly ScriptColumn[]): string {
  const rows = (columns[0]?.code ?? []).map((_, row) => {
    const values = columns.map(({ name, code }) => `${JSON.stringify(name)}: ${code[row] ?? ""}`);
    return `{ ${[`n: ${row}`, ...values].join(", ")} }`;
  });
  return `[${rows.join(", ")}]`;
}

/** An object of {@link wide} columns, for {@link known.wideRows}. */
export const wideColumns = `Object.fromEntries(Array.from({ length: ${wide} }, (_, c) => ["c" + c, [0, 1, 2].map((n) => n * ${wide} + c)]))`;

/** What libraries hold that take values of any kind. */
export function scriptTraps(cell: (...columns: readonly ScriptColumn[]) => string): readonly Trap[] {
  const frames: readonly (readonly [string, ...ScriptColumn[]])[] = [
    ["integers beyond 2^53", known.integers],
    ["dates", known.dates],
    ["nested values", known.nested],
    ["NaN, null, undefined and empty text", known.floats, known.wordsAndUndefined],
    ["HTML in values and names", ...known.html],
    ["an empty column name", known.unnamed],
    ["texts of a megabyte", known.megabytes],
    ["bytes", known.bytes],
    ["mixed arrays", known.mixed],
  ];
  return frames.map(([title, ...columns]) => ({ ...reads(title, ...columns), cell: cell(...columns) }));
}
