/** Which kept outputs belong to which cell of a notebook that may have been edited since. Pure. */
import type { KeptCell } from "./cache-text.ts";

/** A cell as it is now. */
export interface PresentCell {
  readonly key: string;
  readonly markup: boolean;
  readonly name: string | undefined;
}

/** By content first, wherever the cell has gone; then by name; then by place. */
export function matchCells(
  kept: readonly KeptCell[],
  cells: readonly PresentCell[],
): readonly (KeptCell | undefined)[] {
  const found = new Map<number, KeptCell>();
  const left = new Set(kept);
  const take = (isSame: (cell: PresentCell, index: number, kept: KeptCell) => boolean): void => {
    for (const each of left) {
      const index = cells.findIndex(
        (cell, place) => !cell.markup && !found.has(place) && isSame(cell, place, each),
      );
      if (index < 0) continue;
      found.set(index, each);
      left.delete(each);
    }
  };
  take((cell, index, { ran, index: before }) => cell.key === ran.key && index === before);
  take((cell, _index, { ran }) => cell.key === ran.key);
  take((cell, _index, { name }) => name !== undefined && cell.name === name);
  take(
    (cell, index, { name, index: before }) =>
      index === before && (name === undefined || cell.name === undefined),
  );
  return cells.map((_cell, index) => found.get(index));
}
