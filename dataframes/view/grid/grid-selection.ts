/** What is selected in a grid as the person goes about it, and as columns come and go. Free of the page. */
import { areaOf, headRow } from "./selection.ts";
import type { Area, Place, Selection } from "./selection.ts";

export class GridSelection {
  #now: Selection | undefined;

  get now(): Selection | undefined {
    return this.#now;
  }

  get active(): Place | undefined {
    return this.#now?.active;
  }

  /** In positions; a name stands for its whole column. @param rows how many there are */
  area(rows: number): Area | undefined {
    if (this.#now === undefined) return undefined;
    const { active } = this.#now;
    return active.row === headRow
      ? { top: 0, bottom: rows - 1, left: active.column, right: active.column }
      : areaOf(this.#now);
  }

  set(selection: Selection): void {
    this.#now = selection;
  }

  /** Makes a cell the active one. @param stretch leaves the anchor where it is, unless that is a name */
  move(active: Place, stretch: boolean): void {
    const before = this.#now?.anchor;
    this.#now = {
      anchor: stretch && before !== undefined && before.row !== headRow ? before : active,
      active,
    };
  }

  /**
   * Stays with its column when others are shown.
   * @param before columns by their position, then
   * @param after the same, now
   * @param otherRows whether cells are no longer those that were selected
   */
  follow(before: readonly number[], after: readonly number[], otherRows: boolean): void {
    const { active } = this;
    this.#now = undefined;
    const column = active === undefined ? undefined : before[active.column];
    const position = column === undefined ? -1 : after.indexOf(column);
    if (active === undefined || position < 0 || (otherRows && active.row !== headRow)) return;
    this.move({ row: active.row, column: position }, false);
  }
}
