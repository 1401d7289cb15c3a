/** Keys, wheel and clipboard of a grid. What is for the grid must not reach the notebook as well. */
import { pressed } from "./grid-keys.ts";
import type { GridAction } from "./grid-keys.ts";
import { rowHeight } from "../page/style.ts";

interface GridInputEvents {
  /** Where a key would start from. */
  where(): Parameters<typeof pressed>[1];
  /** False when the key is not for the grid after all. */
  act(action: GridAction): boolean;
  copy(): void;
  focused(): void;
  scrolled(): void;
  /** True where the scroll bar is too coarse for the wheel: then {@link turned} is told by how many pixels. */
  coarse(): boolean;
  turned(left: number, top: number): void;
}

export function listenToGrid(grid: HTMLElement, events: GridInputEvents): void {
  grid.addEventListener("scroll", () => {
    events.scrolled();
  });
  grid.addEventListener("keydown", (event) => {
    const action = pressed(event, events.where());
    if (action === undefined || !events.act(action)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  grid.addEventListener("focus", () => {
    events.focused();
  });
  grid.addEventListener("copy", (event) => {
    event.preventDefault();
    events.copy();
  });
  grid.addEventListener("wheel", (event) => {
    // The editor cannot see into the shadow root, and would scroll the notebook as well.
    const { scrollTop, scrollHeight, clientHeight } = grid;
    const canScroll = event.deltaY < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
    if (canScroll || event.deltaX !== 0) event.stopPropagation();
    if (event.deltaY === 0 || event.shiftKey || event.ctrlKey || !events.coarse()) return;
    // A turn of the wheel moves by rows, not by pixels of a scroll bar of which each stands for many rows.
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
    events.turned(event.deltaX, event.deltaY * lines);
  });
}
