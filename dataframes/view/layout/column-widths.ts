/** How wide each column of a grid is, and where that puts it. Free of the page. */
import {
  columnWindow,
  fittingWidth,
  fittingWidths,
  leftsOf,
  narrowest,
  scrollLeftFor,
} from "./column-layout.ts";
import type { DrawnColumns } from "../grid/grid-cells.ts";
import type { Table, TableColumn } from "../table/table.ts";
import type { Arrangement } from "./arrangement.ts";

/** What is seen of the columns: how far they are scrolled, and the room beside the rows' numbers. */
interface Seen {
  readonly scrollLeft: number;
  readonly width: number;
}

/** Columns that stay must leave room for those that do not. */
const mostPinned = 0.6;

export class ColumnWidths {
  #arrangement: Arrangement;
  /** By column of the frame. */
  #widths: number[] = [];
  #lefts: readonly number[] = [0];

  constructor(arrangement: Arrangement) {
    this.#arrangement = arrangement;
  }

  /** All columns side by side. */
  get total(): number {
    return this.#lefts.at(-1) ?? 0;
  }

  /** Makes all columns as wide as these rows need. @param room beside the name */
  fit(first: Table, characterWidth: number, room: number): void {
    this.#widths = fittingWidths(first, characterWidth, room);
  }

  /** As above, for the column at this position. */
  fitOne(position: number, held: TableColumn, rows: number, characterWidth: number, room: number): void {
    this.resize(position, fittingWidth(held, rows, characterWidth, room));
  }

  /** Takes effect with {@link layOut}. */
  resize(position: number, width: number): void {
    const column = this.#arrangement.shown[position];
    if (column !== undefined) this.#widths[column] = Math.max(narrowest, Math.round(width));
  }

  widthAt(position: number): number {
    return this.#widths[this.#arrangement.shown[position] ?? -1] ?? narrowest;
  }

  layOut(arrangement: Arrangement): void {
    this.#arrangement = arrangement;
    this.#lefts = leftsOf(arrangement.shown.map((column) => this.#widths[column] ?? narrowest));
  }

  /** The columns in sight. */
  drawn({ scrollLeft, width }: Seen): DrawnColumns {
    const pinned = this.#pinned(width);
    const left = this.#lefts[pinned] ?? 0;
    return { ...columnWindow(this.#lefts, scrollLeft + left, width - left), pinned, lefts: this.#lefts };
  }

  /** How far to scroll so that the column at this position is seen. */
  scrollTo(position: number, { scrollLeft, width }: Seen): number {
    const pinned = this.#pinned(width);
    if (position < pinned) return scrollLeft;
    const stays = this.#lefts[pinned] ?? 0;
    return scrollLeftFor(this.#lefts, position, scrollLeft + stays, width - stays) - stays;
  }

  #pinned(width: number): number {
    const { pinned } = this.#arrangement;
    return (this.#lefts[pinned] ?? 0) > width * mostPinned ? 0 : pinned;
  }
}
