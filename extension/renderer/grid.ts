/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The table itself: only the cells in sight are in the page, however many there are. */
import {
  columnWindow,
  fittingWidth,
  fittingWidths,
  headRoom,
  leftsOf,
  narrowest,
  scrollLeftFor,
} from "./column-layout.ts";
import type { CellText } from "./cell-text.ts";
import { element } from "./element.ts";
import { followPointer } from "./follow-pointer.ts";
import { GridCells } from "./grid-cells.ts";
import type { DrawnColumns, GridContent } from "./grid-cells.ts";
import { pressed } from "./grid-keys.ts";
import type { GridAction } from "./grid-keys.ts";
import { canvasHeight, isStretched, offsetFor, rowWindow } from "./row-window.ts";
import type { Rows } from "./row-window.ts";
import { wholeGroups } from "./rows/orders.ts";
import type { HeldValue } from "./rows/rows.ts";
import { ScrollPlace } from "./scroll-place.ts";
import { areaOf, headRow } from "./selection.ts";
import type { Area, Place, Selection } from "./selection.ts";
import { headHeight, rowHeight, summaryHeight } from "./style.ts";
import type { Table } from "./table.ts";

interface GridEvents {
  /** The full value of a cell is asked for. */
  open(place: Place): void;
  /** False when nothing was open. */
  close(): boolean;
  moved(place: Place): void;
  copy(): void;
  /** Turn how rows are sorted by the column at this position; `add` keeps the other keys. */
  sort(position: number, add: boolean): void;
  filter(position: number): void;
  /** False where nothing can be searched. */
  find(): boolean;
  /** These positions are in the page now. */
  seen(positions: readonly number[]): void;
}

const fittedRows = 1_000;
/** Columns that stay must leave room for those that do not. */
const mostPinned = 0.6;

export class Grid {
  /** Scrolls, has the focus, and is the grid of the accessibility tree. */
  readonly element: HTMLElement;
  readonly #events: GridEvents;
  readonly #cells: GridCells;
  readonly #canvas = element("div", { class: "canvas", role: "presentation" });
  readonly #nothing = element("div", { class: "nothing" });
  readonly #place = new ScrollPlace();
  readonly #sizes = new ResizeObserver(() => {
    this.#measure();
    this.#draw(false);
  });
  #content: GridContent;
  #size = { width: 0, height: 0 };
  #characterWidth = 8;
  /** By column of the frame. */
  #widths: number[] = [];
  #lefts: readonly number[] = [0];
  #selection: Selection | undefined;
  #started = false;

  constructor(content: GridContent, label: string, events: GridEvents) {
    this.#content = content;
    this.#events = events;
    this.#cells = new GridCells(content);
    this.element = element("div", {
      class: "grid",
      role: "grid",
      tabindex: 0,
      "aria-label": label,
      "aria-multiselectable": "true",
      "aria-readonly": "true",
    });
    this.#canvas.append(this.#cells.head, this.#cells.body);
    this.element.append(this.#canvas, this.#nothing);
    this.#tell();
    this.#listen();
  }

  /** What is selected, in positions; a name stands for its whole column. */
  get area(): Area | undefined {
    const { active } = this.#selection ?? {};
    if (this.#selection === undefined || active === undefined) return undefined;
    if (active.row !== headRow) return areaOf(this.#selection);
    return { top: 0, bottom: this.#rows.count - 1, left: active.column, right: active.column };
  }

  /** Draws for the first time; widths of characters are known only now. @param first rows that columns are fitted to */
  start(first: Table): void {
    this.#sizes.observe(this.element);
    requestAnimationFrame(() => {
      this.#characterWidth = this.#cells.characterWidth();
      this.#started = true;
      this.fit(first);
    });
  }

  /** Makes all columns as wide as these rows need. */
  fit(first: Table): void {
    this.#widths = fittingWidths(first, this.#characterWidth, this.#headRoom);
    this.#layOut();
  }

  /** Shows something else. @param top whether to go back to the first row */
  show(content: GridContent, top: boolean): void {
    const before = this.#selection?.active;
    const column = before === undefined ? undefined : this.#content.arrangement.shown[before.column];
    this.#content = content;
    this.#cells.show(content);
    const position = column === undefined ? -1 : content.arrangement.shown.indexOf(column);
    const active = before === undefined || position < 0 ? undefined : { row: before.row, column: position };
    this.#selection =
      active === undefined || (top && active.row !== headRow) ? undefined : { anchor: active, active };
    if (top) this.element.scrollTop = this.#place.goTo(this.#rows, 0, this.#viewHeight);
    this.#tell();
    if (this.#started) this.#layOut();
  }

  /** Values have come, or more rows are known of. */
  refresh(): void {
    if (!this.#started) return;
    this.#tell();
    const height = `${String(this.#headHeight + canvasHeight(this.#rows))}px`;
    if (this.#canvas.style.height !== height) this.#layOut();
    else this.#draw(true);
  }

  /** What stands beside the names has changed. */
  refreshHead(): void {
    if (!this.#started) return;
    this.#cells.drawHead(this.#columns);
    this.#mark();
  }

  /** Goes to the column, keeping the row. */
  reveal(position: number): void {
    this.#select({ row: this.#selection?.active.row ?? 0, column: position }, false);
  }

  dispose(): void {
    this.#sizes.disconnect();
  }

  get #rows(): Rows {
    return { count: this.#content.rows.count.known, height: rowHeight };
  }

  get #headHeight(): number {
    return headHeight + (this.#content.notes.summary === undefined ? 0 : summaryHeight);
  }

  get #headRoom(): number {
    return this.#content.notes.active ? headRoom : 0;
  }

  get #viewHeight(): number {
    return Math.max(0, this.#size.height - this.#headHeight);
  }

  get #viewWidth(): number {
    return Math.max(0, this.#size.width - this.#cells.indexWidth);
  }

  get #pinned(): number {
    const { pinned } = this.#content.arrangement;
    return (this.#lefts[pinned] ?? 0) > this.#viewWidth * mostPinned ? 0 : pinned;
  }

  get #columns(): DrawnColumns {
    const pinned = this.#pinned;
    const left = this.#lefts[pinned] ?? 0;
    const window = columnWindow(this.#lefts, this.element.scrollLeft + left, this.#viewWidth - left);
    return { ...window, pinned, lefts: this.#lefts };
  }

  #tell(): void {
    const { rows, arrangement, told } = this.#content;
    const { known, exact } = rows.count;
    this.element.setAttribute("aria-rowcount", String(told.exact ? told.known + 1 : -1));
    this.element.setAttribute("aria-colcount", String(arrangement.shown.length + 1));
    this.#nothing.textContent =
      arrangement.shown.length === 0 ? "No columns" : known === 0 && exact ? "No rows" : "";
  }

  #measure(): void {
    this.#size = { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  #layOut(): void {
    this.#lefts = leftsOf(this.#content.arrangement.shown.map((column) => this.#widths[column] ?? narrowest));
    this.#cells.forget();
    const width = this.#cells.indexWidth + (this.#lefts.at(-1) ?? 0);
    this.#canvas.style.width = `${String(width)}px`;
    this.#canvas.style.height = `${String(this.#headHeight + canvasHeight(this.#rows))}px`;
    this.#canvas.style.setProperty("--head", `${String(this.#headHeight)}px`);
    this.#measure();
    this.#draw(true);
  }

  #draw(fresh: boolean): void {
    if (!this.#started) return;
    const { scrollTop } = this.element;
    const offset = this.#place.at(this.#rows, scrollTop, this.#viewHeight);
    const window = rowWindow(this.#rows, scrollTop, this.#viewHeight, offset);
    const columns = this.#columns;
    this.#cells.draw(window, columns, fresh);
    this.#mark();
    const { shown } = this.#content.arrangement;
    const { first, end } = wholeGroups(columns, shown.length);
    const wanted = [...shown.slice(0, columns.pinned), ...shown.slice(Math.max(columns.pinned, first), end)];
    this.#content.rows.want({ first: window.first, count: window.count, columns: wanted });
    this.#events.seen([
      ...Array.from({ length: columns.pinned }, (_, position) => position),
      ...Array.from({ length: columns.end - columns.first }, (_, index) => columns.first + index),
    ]);
  }

  #mark(): void {
    const id = this.#cells.mark(this.#selection);
    if (id === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", id);
  }

  /** Makes a cell the active one; the anchor stays where a selection is being stretched. */
  #select(active: Place, stretch: boolean): void {
    const before = this.#selection?.anchor;
    const anchor = stretch && before !== undefined && before.row !== headRow ? before : active;
    this.#selection = { anchor, active };
    const { element: view } = this;
    const offset = this.#place.at(this.#rows, view.scrollTop, this.#viewHeight);
    const to = active.row === headRow ? offset : offsetFor(this.#rows, active.row, offset, this.#viewHeight);
    const stays = active.column < this.#pinned ? Infinity : (this.#lefts[this.#pinned] ?? 0);
    const left =
      stays === Infinity
        ? view.scrollLeft
        : scrollLeftFor(this.#lefts, active.column, view.scrollLeft + stays, this.#viewWidth - stays) - stays;
    if (to !== offset || left !== view.scrollLeft) {
      view.scrollTo({ top: this.#place.goTo(this.#rows, to, this.#viewHeight), left, behavior: "instant" });
      this.#draw(false);
    } else this.#mark();
    this.#events.moved(active);
  }

  #resize(position: number, width: number): void {
    const column = this.#content.arrangement.shown[position];
    if (column === undefined) return;
    this.#widths[column] = Math.max(narrowest, Math.round(width));
    this.#layOut();
  }

  #widthOf(position: number): number {
    return this.#widths[this.#content.arrangement.shown[position] ?? -1] ?? narrowest;
  }

  #listen(): void {
    this.element.addEventListener("scroll", () => {
      this.#draw(false);
    });
    this.element.addEventListener("keydown", (event) => {
      // What is for the grid must not move the notebook's cells too.
      const action = pressed(event, {
        active: this.#selection?.active ?? { row: 0, column: 0 },
        rows: this.#rows.count,
        columns: this.#content.arrangement.shown.length,
        page: Math.max(1, Math.floor(this.#viewHeight / rowHeight) - 1),
        head: this.#content.notes.active,
      });
      if (action === undefined || !this.#act(action)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.element.addEventListener("focus", () => {
      const empty = this.#rows.count === 0 || this.#content.arrangement.shown.length === 0;
      if (this.#selection === undefined && !empty && this.element.matches(":focus-visible"))
        this.#select({ row: 0, column: 0 }, false);
    });
    this.element.addEventListener("wheel", (event) => {
      this.#turn(event);
    });
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
      head: (position, add) => {
        if (!this.#content.notes.active) return;
        this.#select({ row: headRow, column: position }, false);
        this.#events.sort(position, add);
      },
      funnel: (position) => {
        this.#events.filter(position);
      },
      widthOf: (position) => this.#widthOf(position),
      resize: (position, width) => {
        this.#resize(position, width);
      },
      fit: (position) => {
        this.#fit(position);
      },
    });
  }

  #turn(event: WheelEvent): void {
    // The editor cannot see into the shadow root, and would scroll the notebook as well.
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    const canScroll = event.deltaY < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
    if (canScroll || event.deltaX !== 0) event.stopPropagation();
    if (!isStretched(this.#rows) || event.deltaY === 0 || event.shiftKey || event.ctrlKey) return;
    // A turn of the wheel moves by rows, not by pixels of a scroll bar of which each stands for many rows.
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
    const offset = this.#place.at(this.#rows, scrollTop, this.#viewHeight) + event.deltaY * lines;
    const top = this.#place.goTo(this.#rows, offset, this.#viewHeight);
    this.element.scrollTo({ top, left: this.element.scrollLeft + event.deltaX, behavior: "instant" });
    this.#draw(false);
  }

  #fit(position: number): void {
    const column = this.#content.arrangement.shown[position];
    const { rows } = this.#content;
    const found = column === undefined ? undefined : this.#content.columns[column];
    if (column === undefined || found === undefined) return;
    const held = { ...found, cell: (row: number) => heldCell(rows.at(row, column)) };
    const count = Math.min(rows.count.known, fittedRows);
    this.#resize(position, fittingWidth(held, count, this.#characterWidth, this.#headRoom));
  }

  /** False when the key is not for the grid after all. */
  #act(action: GridAction): boolean {
    switch (action.kind) {
      case "close":
        return this.#events.close();
      case "find":
        return this.#events.find();
      case "copy":
        this.#events.copy();
        return true;
      case "select-all":
        this.#selection = action.selection;
        this.#mark();
        return true;
      case "open":
        this.#events.open(action.place);
        return true;
      case "sort":
        this.#events.sort(action.position, action.add);
        return true;
      case "filter":
        this.#events.filter(action.position);
        return true;
      case "resize":
        this.#resize(action.position, this.#widthOf(action.position) + action.by);
        return true;
      case "move":
        this.#select(action.place, action.stretch);
        return true;
    }
  }
}

/** Values that are not here take no room. */
function heldCell(value: HeldValue | undefined): CellText {
  return value?.column.cell(value.row) ?? { kind: "value", text: "", cut: false };
}
