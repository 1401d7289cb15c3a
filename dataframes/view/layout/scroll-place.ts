/** Keeps the exact place among rows where the scroll bar alone is too coarse to tell it. */
import { isStretched, stretch } from "./row-window.ts";
import type { Rows } from "./row-window.ts";

/** Browsers round where they scroll to. */
const rounding = 1;

export class ScrollPlace {
  #scrollTop = 0;
  #offset = 0;

  /** Pixels of rows above what is seen when the scroller stands there. */
  at(rows: Rows, scrollTop: number, viewHeight: number): number {
    if (!isStretched(rows) || Math.abs(scrollTop - this.#scrollTop) >= rounding) {
      this.#scrollTop = scrollTop;
      this.#offset = scrollTop * stretch(rows, viewHeight);
    }
    return this.#offset;
  }

  /** Where to put the scroller so that it stands at this offset. */
  goTo(rows: Rows, offset: number, viewHeight: number): number {
    const last = Math.max(0, rows.count * rows.height - viewHeight);
    this.#offset = Math.max(0, Math.min(last, offset));
    this.#scrollTop = this.#offset / stretch(rows, viewHeight);
    return this.#scrollTop;
  }
}
