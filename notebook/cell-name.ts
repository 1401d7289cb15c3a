/**
 * What a cell is called wherever people read of it. One without a name has a number: its place among all cells of the notebook,
 * Markdown included, from 1. The number in brackets that editors show beside a cell that has run counts runs, and is never it.
 */
import type { Cell } from "./model.ts";

type Named = Pick<Cell, "kind" | "name">;

/** `clean`, `parameters` or `cell 6`. */
export function cellName(cell: Named, index: number): string {
  return ownName(cell) ?? numbered(index);
}

/** The same within a sentence: `cell "clean"` or `cell 6`. */
export function cellWords(cell: Named, index: number): string {
  return inWords(cellName(cell, index));
}

/** What {@link cellName} gives, within a sentence. */
export function inWords(name: string): string {
  return /^cell \d+$/.test(name) ? name : `cell ${JSON.stringify(name)}`;
}

/** The same at a sentence's start; the pipeline where it is no cell's doing. */
export function asSubject(name: string | undefined): string {
  return name === undefined ? "The pipeline" : inWords(name).replace("cell", "Cell");
}

/** Undefined for a cell that is called by its number. */
export function ownName({ kind, name }: Named): string | undefined {
  return name ?? (kind === "parameters" ? "parameters" : undefined);
}

/** What a cell without a name is called. */
export const numbered = (index: number): string => `cell ${index + 1}`;
