/** What of the rows and columns is in sight, and how more of them is brought there. */
import { isStretched, offsetFor, type Rows, rowWindow, type RowWindow, stretch } from "./row-window.ts";

/** Keeps the exact place among rows where the scroll bar alone is too coarse to tell it. */

/** Browsers round where they scroll to. */
const rounding = 1;

class ScrollPlace {
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

/** What lies in the element that scrolls. */
interface Laid {
  readonly rows: Rows;
  /** Pixels that the names take above the rows. */
  readonly headHeight: number;
  /** Pixels that the rows' numbers take beside the columns. */
  readonly indexWidth: number;
}

export class Viewport {
  readonly #scroller: HTMLElement;
  readonly #laid: () => Laid;
  readonly #place = new ScrollPlace();
  #size = { width: 0, height: 0 };

  constructor(scroller: HTMLElement, laid: () => Laid) {
    this.#scroller = scroller;
    this.#laid = laid;
  }

  /** To be called when the size may have changed: asking the page each time would have it laid out each time. */
  measure(): void {
    this.#size = { width: this.#scroller.clientWidth, height: this.#scroller.clientHeight };
  }

  /** Pixels for rows. */
  get height(): number {
    return Math.max(0, this.#size.height - this.#laid().headHeight);
  }

  /** The room for columns, and how far they are scrolled. */
  get columns(): { readonly scrollLeft: number; readonly width: number } {
    const { scrollLeft } = this.#scroller;
    return { scrollLeft, width: Math.max(0, this.#size.width - this.#laid().indexWidth) };
  }

  /** The rows to draw. */
  get rows(): RowWindow {
    const { scrollTop } = this.#scroller;
    return rowWindow(this.#laid().rows, scrollTop, this.height, this.#offset);
  }

  /** Back to the first row. */
  goToTop(): void {
    this.#scroller.scrollTop = this.#place.goTo(this.#laid().rows, 0, this.height);
  }

  /** Moves as little as brings the row in sight, undefined for any, and to `left`. False when there is nothing to move. */
  bring(row: number | undefined, left: number): boolean {
    const offset = this.#offset;
    const to = row === undefined ? offset : offsetFor(this.#laid().rows, row, offset, this.height);
    if (to === offset && left === this.#scroller.scrollLeft) return false;
    this.#go(to, left);
    return true;
  }

  /** Moves by so many pixels. */
  turn(right: number, down: number): void {
    this.#go(this.#offset + down, this.#scroller.scrollLeft + right);
  }

  /** Pixels of rows above what is seen. */
  get #offset(): number {
    return this.#place.at(this.#laid().rows, this.#scroller.scrollTop, this.height);
  }

  #go(offset: number, left: number): void {
    const top = this.#place.goTo(this.#laid().rows, offset, this.height);
    this.#scroller.scrollTo({ top, left, behavior: "instant" });
  }
}
