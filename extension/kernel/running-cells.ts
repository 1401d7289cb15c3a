/**
 * The cells that run in a kernel that was found again: those the editor has remembered, and those only the kernel knows. The
 * editor writes what it remembers a moment later, which a window that is reloaded at once does not live to see.
 */
import type { RunningCell } from "../../protocol/cells.ts";
import type { KeptCell } from "./kept-kernels.ts";

/** @param texts of the notebook's cells, by their index; undefined for those that are no code */
export function runningCells(
  kept: readonly KeptCell[],
  running: readonly RunningCell[],
  texts: readonly (string | undefined)[],
): readonly KeptCell[] {
  const cells = [...kept];
  for (const { id, since, code } of running) {
    if (cells.some((cell) => cell.id === id)) continue;
    const index = texts.findIndex((text, at) => text === code && !cells.some((cell) => cell.index === at));
    if (index !== -1) cells.push({ index, text: code, id, since });
  }
  return cells;
}
