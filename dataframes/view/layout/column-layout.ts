/** How wide columns are and which of them are seen. Pure. */
import { placesOf } from "../../values/one-line.ts";
import type { Table, TableColumn } from "../table/table.ts";

export const narrowest = 56;
const widest = 320;
const padding = 18;
const cellsLooked = 6_000;
const beyond = 2;

/** Room in the head beside a name: the button for filters and the sign of sorting. */
export const headRoom = 34;

/** Width of each column by its name, type and first values. @param room beside the name */
export function fittingWidths(table: Table, characterWidth: number, room = 0): number[] {
  const rows = Math.min(
    table.rows,
    Math.max(3, Math.min(60, Math.floor(cellsLooked / Math.max(1, table.columns.length)))),
  );
  return table.columns.map((column) => fittingWidth(column, rows, characterWidth, room));
}

/** The width that shows these first rows of the column whole, within bounds. */
export function fittingWidth(column: TableColumn, rows: number, characterWidth: number, room = 0): number {
  // Names are bold, types small.
  let places = Math.max(placesOf(column.name) * 1.15, placesOf(column.type) * 0.85) + room / characterWidth;
  for (let row = 0; row < rows; row += 1) places = Math.max(places, placesOf(column.cell(row).text));
  return Math.max(narrowest, Math.min(widest, Math.ceil(places * characterWidth) + padding));
}

/** Where each column starts; one more entry says where the last one ends. */
export function leftsOf(widths: readonly number[]): number[] {
  const lefts = [0];
  let left = 0;
  for (const width of widths) lefts.push((left += width));
  return lefts;
}

/** The columns to draw, from `first` up to but not including `end`. */
export function columnWindow(
  lefts: readonly number[],
  scrollLeft: number,
  viewWidth: number,
): { readonly first: number; readonly end: number } {
  const count = lefts.length - 1;
  return {
    first: Math.max(0, columnAt(lefts, scrollLeft) - beyond),
    end: Math.min(count, columnAt(lefts, scrollLeft + viewWidth) + 1 + beyond),
  };
}

/** The column that lies at this place; the nearest where none does. */
export function columnAt(lefts: readonly number[], x: number): number {
  let low = 0;
  let high = Math.max(0, lefts.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lefts[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where to scroll so that the column is seen whole; its start counts most. */
export function scrollLeftFor(
  lefts: readonly number[],
  column: number,
  scrollLeft: number,
  viewWidth: number,
): number {
  const start = lefts[column] ?? 0;
  const end = lefts[column + 1] ?? start;
  if (start < scrollLeft || end - start > viewWidth) return start;
  return end > scrollLeft + viewWidth ? end - viewWidth : scrollLeft;
}
