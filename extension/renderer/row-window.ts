/** Which rows a scroller shows. Browsers give up on very tall elements, so beyond a height the scroll bar stands for more. Pure. */

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

/** The rows to draw, with a few more on both sides. */
export function rowWindow(rows: Rows, scrollTop: number, viewHeight: number): RowWindow {
  const place = (scrollTop * stretch(rows, viewHeight)) / rows.height;
  const visible = Math.ceil(viewHeight / rows.height) + 1;
  const first = Math.max(0, Math.min(Math.floor(place), rows.count - visible) - beyond);
  const end = Math.min(rows.count, Math.floor(place) + visible + beyond);
  return { first, count: Math.max(0, end - first), top: scrollTop - (place - first) * rows.height };
}

/** Where to scroll so that the row is seen whole; as little as possible. */
export function scrollTopFor(rows: Rows, row: number, scrollTop: number, viewHeight: number): number {
  const ratio = stretch(rows, viewHeight);
  const top = scrollTop * ratio;
  const above = row * rows.height;
  const below = above + rows.height - viewHeight;
  if (above < top) return above / ratio;
  return below > top ? below / ratio : scrollTop;
}

/** Pixels of rows to one pixel of the scroll bar. */
function stretch(rows: Rows, viewHeight: number): number {
  const all = rows.count * rows.height;
  return all <= tallest ? 1 : (all - viewHeight) / (tallest - viewHeight);
}
