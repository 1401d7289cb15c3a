/** Ids for the cells of a Jupyter notebook: the same notebook gets the same ids each time. */
import type { Cell } from "../model.ts";

/** One id for each cell: its name where that makes one, else its number. All differ. */
export function cellIds(cells: readonly Cell[]): readonly string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const wanted =
      cell.name !== undefined && /^[a-zA-Z0-9_-]{1,64}$/.test(cell.name) ? cell.name : `cell-${index + 1}`;
    let id = wanted;
    for (let count = 2; taken.has(id); count += 1) id = `${wanted.slice(0, 48)}-${count}`;
    taken.add(id);
    return id;
  });
}
