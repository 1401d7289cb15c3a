/** What is selected: one rectangle of cells, spanned from the anchor to the active cell. Pure. */

/** Columns are counted as they stand on the screen. */
export interface Place {
  /** {@link headRow} for the row of names. */
  readonly row: number;
  readonly column: number;
}

/** The names stand above the first row. */
export const headRow = -1;

export interface Selection {
  readonly anchor: Place;
  readonly active: Place;
}

/** Both ends are inside. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export function areaOf({ anchor, active }: Selection): Area {
  return {
    top: Math.min(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    bottom: Math.max(anchor.row, active.row),
    right: Math.max(anchor.column, active.column),
  };
}

export function isInside({ top, left, bottom, right }: Area, { row, column }: Place): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** How far the keyboard may go, and how far a page is. */
export interface Bounds {
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
  /** Whether the row of names can be reached. */
  readonly head: boolean;
}

/** Where a key leads; undefined for keys that lead nowhere. `far` is the control or command key. */
export function moved(from: Place, key: string, far: boolean, bounds: Bounds): Place | undefined {
  const [rows, columns] = steps(key, far, bounds) ?? [];
  if (rows === undefined || columns === undefined) return undefined;
  const toHead = bounds.head && key === "ArrowUp" && from.row <= 0;
  return {
    row: toHead || (from.row === headRow && rows === 0) ? headRow : within(from.row + rows, bounds.rows),
    column: within(from.column + columns, bounds.columns),
  };
}

function steps(key: string, far: boolean, { page }: Bounds): readonly [number, number] | undefined {
  const one = far ? Infinity : 1;
  switch (key) {
    case "ArrowUp":
      return [-one, 0];
    case "ArrowDown":
      return [one, 0];
    case "ArrowLeft":
      return [0, -one];
    case "ArrowRight":
      return [0, one];
    case "PageUp":
      return [-page, 0];
    case "PageDown":
      return [page, 0];
    case "Home":
      return [far ? -Infinity : 0, -Infinity];
    case "End":
      return [far ? Infinity : 0, Infinity];
    default:
      return undefined;
  }
}

function within(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
