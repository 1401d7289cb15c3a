/**
 * Which rows a scroller shows. Browsers give up on very tall elements, so beyond a height the scroll bar stands for more:
 * a place among the rows is an offset in pixels of rows, of which one pixel of the scroll bar may be many. Pure.
 */

export interface Rows {
  readonly count: number;
  readonly height: number;
}

export interface RowWindow {
  readonly first: number;
  readonly count: number;
  /** Where the first row goes, in pixels of the canvas. */
  readonly top: number;
}

const tallest = 8_000_000;
const beyond = 4;

/** Height of the element that all rows are thought to lie on. */
export function canvasHeight(rows: Rows): number {
  return Math.min(rows.count * rows.height, tallest);
}

/** Whether a pixel of the scroll bar is more than one of rows. */
export function isStretched(rows: Rows): boolean {
  return rows.count * rows.height > tallest;
}

/** Pixels of rows to one pixel of the scroll bar. */
export function stretch(rows: Rows, viewHeight: number): number {
  return isStretched(rows) ? (rows.count * rows.height - viewHeight) / (tallest - viewHeight) : 1;
}

/** The rows to draw, with a few more on both sides. @param offset of the first row in sight, in pixels of rows */
export function rowWindow(
  rows: Rows,
  scrollTop: number,
  viewHeight: number,
  offset = scrollTop * stretch(rows, viewHeight),
): RowWindow {
  const place = offset / rows.height;
  const visible = Math.ceil(viewHeight / rows.height) + 1;
  const first = Math.max(0, Math.min(Math.floor(place), rows.count - visible) - beyond);
  const end = Math.min(rows.count, Math.floor(place) + visible + beyond);
  return { first, count: Math.max(0, end - first), top: scrollTop - (place - first) * rows.height };
}

/** Where to go so that the row is seen whole; as little as possible. In pixels of rows. */
export function offsetFor(rows: Rows, row: number, offset: number, viewHeight: number): number {
  const above = row * rows.height;
  const below = above + rows.height - viewHeight;
  if (above < offset) return above;
  return Math.max(offset, below);
}
