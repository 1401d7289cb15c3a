/** Offsets in a cell's text as places of the file. */
import type { Cell } from "./model.ts";

/** 1-based line of the file and 1-based column. */
export function placeInCell(cell: Cell, offset: number): { readonly line: number; readonly column: number } {
  const before = cell.text.slice(0, offset).split("\n");
  return { line: cell.line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
}
