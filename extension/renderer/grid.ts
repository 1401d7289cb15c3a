/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The table itself: only the cells in sight are in the page, however many there are. */
import {
  columnWindow,
  fittingWidth,
  fittingWidths,
  leftsOf,
  narrowest,
  scrollLeftFor,
} from "./column-layout.ts";
import { element } from "./element.ts";
import { GridCells } from "./grid-cells.ts";
import { followPointer } from "./follow-pointer.ts";
import { canvasHeight, rowWindow, scrollTopFor } from "./row-window.ts";
import type { Rows } from "./row-window.ts";
import { moved } from "./selection.ts";
import type { Place, Selection } from "./selection.ts";
import type { Shape } from "./shape.ts";
import { headHeight, rowHeight } from "./style.ts";
import type { Table } from "./table.ts";

interface GridEvents {
  /** The full value of a cell is asked for. */
  open(place: Place): void;
  /** False when nothing was open. */
  close(): boolean;
  moved(place: Place): void;
  copy(): void;
}

const widthStep = 16;
const fittedRows = 1_000;

export class Grid {
  /** Scrolls, has the focus, and is the grid of the accessibility tree. */
  readonly element: HTMLElement;
  readonly #table: Table;
  readonly #rows: Rows;
  readonly #events: GridEvents;
  readonly #cells: GridCells;
  readonly #canvas = element("div", { class: "canvas", role: "presentation" });
  readonly #sizes = new ResizeObserver(() => {
    this.#draw();
  });
  #characterWidth = 8;
  #widths: number[] = [];
  #lefts: readonly number[] = [0];
  #selection: Selection | undefined;

  constructor(table: Table, shape: Shape, label: string, events: GridEvents) {
    this.#table = table;
    this.#events = events;
    this.#rows = { count: table.rows, height: rowHeight };
    this.#cells = new GridCells(table);
    this.element = element("div", {
      class: "grid",
      role: "grid",
      tabindex: 0,
      "aria-label": label,
      "aria-multiselectable": "true",
      "aria-readonly": "true",
      "aria-rowcount": shape.rows === null ? -1 : shape.rows + 1,
      "aria-colcount": table.columns.length + 1,
    });
    this.#canvas.append(this.#cells.head, this.#cells.body);
    this.element.append(this.#canvas);
    if (table.rows === 0 || table.columns.length === 0)
      this.element.append(
        element("div", { class: "nothing" }, table.columns.length === 0 ? "No columns" : "No rows"),
      );
    this.#listen();
  }

  get selection(): Selection | undefined {
    return this.#selection;
  }

  /** Draws for the first time; widths of characters are known only now. */
  start(): void {
    this.#sizes.observe(this.element);
    requestAnimationFrame(() => {
      this.#characterWidth = this.#cells.characterWidth();
      this.#widths = fittingWidths(this.#table, this.#characterWidth);
      this.#layOut();
    });
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  #layOut(): void {
    this.#lefts = leftsOf(this.#widths);
    const width = this.#cells.indexWidth + (this.#lefts.at(-1) ?? 0);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${headHeight + canvasHeight(this.#rows)}px`;
    this.#draw();
  }

  #draw(): void {
    const { scrollTop, scrollLeft } = this.element;
    const rows = rowWindow(this.#rows, scrollTop, this.#viewHeight);
    const columns = columnWindow(this.#lefts, scrollLeft, this.#viewWidth);
    this.#cells.draw(rows, columns, this.#lefts);
    this.#mark();
  }

  #mark(): void {
    const id = this.#cells.mark(this.#selection);
    if (id === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", id);
  }

  get #viewHeight(): number {
    return Math.max(0, this.element.clientHeight - headHeight);
  }

  get #viewWidth(): number {
    return Math.max(0, this.element.clientWidth - this.#cells.indexWidth);
  }

  /** Makes a cell the active one; the anchor stays where a selection is being stretched. */
  #select(active: Place, stretch: boolean): void {
    const anchor = stretch ? (this.#selection?.anchor ?? active) : active;
    this.#selection = { anchor, active };
    const { element: view } = this;
    const top = scrollTopFor(this.#rows, active.row, view.scrollTop, this.#viewHeight);
    const left = scrollLeftFor(this.#lefts, active.column, view.scrollLeft, this.#viewWidth);
    if (top !== view.scrollTop || left !== view.scrollLeft) {
      view.scrollTo({ top, left, behavior: "instant" });
      this.#draw();
    } else this.#mark();
    this.#events.moved(active);
  }

  #resize(column: number, width: number): void {
    this.#widths[column] = Math.max(narrowest, Math.round(width));
    this.#layOut();
  }

  #listen(): void {
    this.element.addEventListener("scroll", () => {
      this.#draw();
    });
    this.element.addEventListener("keydown", (event) => {
      // What is for the grid must not move the notebook's cells too.
      if (!this.#press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.element.addEventListener("focus", () => {
      if (this.#selection === undefined && this.#table.rows > 0 && this.element.matches(":focus-visible"))
        this.#select({ row: 0, column: 0 }, false);
    });
    this.element.addEventListener(
      "wheel",
      (event) => {
        // The editor cannot see into the shadow root, and would scroll the notebook as well.
        const { scrollTop, scrollHeight, clientHeight } = this.element;
        const canScroll = event.deltaY < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
        if (canScroll || event.deltaX !== 0) event.stopPropagation();
      },
      { passive: true },
    );
    this.element.addEventListener("copy", (event) => {
      event.preventDefault();
      this.#events.copy();
    });
    followPointer(this.element, {
      press: (place, stretch) => {
        this.#select(place, stretch);
      },
      drag: (place) => {
        this.#select(place, true);
      },
      click: (place) => {
        if (this.#cells.isCut(place)) this.#events.open(place);
      },
      doubleClick: (place) => {
        this.#events.open(place);
      },
      widthOf: (column) => this.#widths[column] ?? narrowest,
      resize: (column, width) => {
        this.#resize(column, width);
      },
      fit: (column) => {
        this.#fit(column);
      },
    });
  }

  #fit(index: number): void {
    const column = this.#table.columns[index];
    if (column === undefined) return;
    this.#resize(index, fittingWidth(column, Math.min(this.#table.rows, fittedRows), this.#characterWidth));
  }

  /** True when the key was for the grid. */
  #press({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    const far = ctrlKey || metaKey;
    if (key === "Escape") return this.#events.close();
    if (this.#table.rows === 0 || this.#table.columns.length === 0) return false;
    const { active } = this.#selection ?? { active: { row: 0, column: 0 } };
    if (altKey) return this.#pressAlt(key, active);
    const letter = far ? key.toLowerCase() : "";
    if (letter === "c") this.#events.copy();
    else if (letter === "a") this.#selectAll();
    else if (key === "Enter") this.#events.open(active);
    else {
      const page = Math.max(1, Math.floor(this.#viewHeight / rowHeight) - 1);
      const to = moved(active, key, far, {
        rows: this.#table.rows,
        columns: this.#table.columns.length,
        page,
      });
      if (to === undefined) return false;
      this.#select(to, shiftKey);
    }
    return true;
  }

  #pressAlt(key: string, { column }: Place): boolean {
    const width = this.#widths[column];
    if (width === undefined || (key !== "ArrowLeft" && key !== "ArrowRight")) return false;
    this.#resize(column, width + (key === "ArrowLeft" ? -widthStep : widthStep));
    return true;
  }

  #selectAll(): void {
    const active = { row: this.#table.rows - 1, column: this.#table.columns.length - 1 };
    this.#selection = { anchor: { row: 0, column: 0 }, active };
    this.#mark();
  }
}
