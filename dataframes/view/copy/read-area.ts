/** Gathers the values of a selection, those that are not in the page from the kernel. */
import type { View } from "../../protocol/view.ts";
import type { DataframeSource } from "../source/dataframe-source.ts";
import { readWindow } from "../rows/read-window.ts";
import type { Piece } from "../rows/read-window.ts";
import type { HeldValue, Rows } from "../rows/rows.ts";
import type { Copied } from "./formats.ts";

/** So many cells go to the clipboard at most. */
export const mostCells = 500_000;
const mostAtOnce = 50_000;
const longestWindow = 10_000;

interface Place {
  /** Undefined where nobody can be asked. */
  readonly source: DataframeSource | undefined;
  readonly view: View;
  readonly rows: Rows;
}

interface WantedArea {
  readonly top: number;
  readonly count: number;
  /** By position in the frame. */
  readonly columns: readonly number[];
  readonly names: readonly string[];
}

/** @param progress is told how many rows are here */
export async function readArea(
  { source, view, rows }: Place,
  { top, count, columns, names }: WantedArea,
  signal: AbortSignal,
  progress: (here: number) => void,
): Promise<Copied> {
  const most = Math.max(1, Math.min(longestWindow, Math.floor(mostAtOnce / columns.length)));
  const windows: { readonly from: number; readonly pieces: readonly Piece[] }[] = [];
  for (let from = 0; from < count; from += most) {
    const limit = Math.min(most, count - from);
    if (source === undefined || isHere(rows, top + from, limit, columns)) windows.push({ from, pieces: [] });
    else {
      const offset = top + from;
      const question = { method: "window", view, offset, limit, columns: [...columns] } as const;
      windows.push({ from, pieces: readWindow(await source.ask(question, signal), columns.length).pieces });
    }
    progress(Math.min(count, from + most));
  }
  const at = (row: number, column: number): HeldValue | undefined => {
    const window = windows[Math.floor(row / most)];
    const piece = window?.pieces[column];
    const inside = row - (window?.from ?? 0);
    if (piece === undefined) return rows.at(top + row, columns[column] ?? -1);
    return { column: piece.column, row: inside, length: piece.cut.get(inside) };
  };
  return { names, rows: count, at };
}

function isHere(rows: Rows, top: number, count: number, columns: readonly number[]): boolean {
  for (let row = top; row < top + count; row += 1)
    if (columns.some((column) => rows.at(row, column) === undefined)) return false;
  return true;
}

/** How many of the values are only beginnings. */
export function cutValues({ names, rows, at }: Copied): number {
  let cut = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < names.length; column += 1)
      if (at(row, column)?.length !== undefined) cut += 1;
  return cut;
}
