/** The table itself: only the cells in sight are in the page, however many there are. */
import { headRoom } from "../layout/column-layout.ts";
import { ColumnWidths } from "../layout/column-widths.ts";
import { element } from "../page/element.ts";
import { followPointer } from "./follow-pointer.ts";
import { GridCells } from "./grid-cells.ts";
import type { DrawnColumns, GridContent } from "./grid-cells.ts";
import { listenToGrid } from "./grid-input.ts";
import { act } from "./grid-events.ts";
import type { GridEvents } from "./grid-events.ts";
import { heldColumn } from "./cached-column.ts";
import { GridSelection } from "./grid-selection.ts";
import { Viewport } from "../layout/viewport.ts";
import { canvasHeight, isStretched } from "../layout/row-window.ts";
import type { Rows } from "../layout/row-window.ts";
import { wholeGroups } from "../rows/orders.ts";
import { headRow } from "./selection.ts";
import type { Area, Place, Selection } from "./selection.ts";
import { headHeight, rowHeight, summaryHeight } from "../page/style.ts";
import type { Table } from "../table/table.ts";

const fittedRows = 1_000;

export class Grid {
  /** Scrolls, has the focus, and is the grid of the accessibility tree. */
  readonly element: HTMLElement;
  readonly #events: GridEvents;
  readonly #cells: GridCells;
  readonly #canvas = element("div", { class: "canvas", role: "presentation" });
  readonly #nothing = element("div", { class: "nothing" });
  readonly #widths: ColumnWidths;
  readonly #sight: Viewport;
  readonly #selection = new GridSelection();
  readonly #sizes = new ResizeObserver(() => {
    this.#sight.measure();
    this.#draw(false);
  });
  #content: GridContent;
  #characterWidth = 8;
  #started = false;

  constructor(content: GridContent, label: string, events: GridEvents) {
    this.#content = content;
    this.#events = events;
    this.#cells = new GridCells(content);
    this.#widths = new ColumnWidths(content.arrangement);
    this.element = element("div", {
      class: "grid",
      role: "grid",
      tabindex: 0,
      "aria-label": label,
      "aria-multiselectable": "true",
      "aria-readonly": "true",
    });
    this.#sight = new Viewport(this.element, () => ({
      rows: this.#rows,
      headHeight: this.#headHeight,
      indexWidth: this.#cells.indexWidth,
    }));
    this.#canvas.append(this.#cells.head, this.#cells.body);
    this.element.append(this.#canvas, this.#nothing);
    this.#tell();
    this.#listen();
  }

  /** What is selected, in positions; a name stands for its whole column. */
  get area(): Area | undefined {
    return this.#selection.area(this.#rows.count);
  }

  /** Draws for the first time, once it is in the page: widths of characters are known only then. @param first rows that columns are fitted to */
  start(first: Table): void {
    this.#sizes.observe(this.element);
    const begin = (): void => {
      this.#characterWidth = this.#cells.characterWidth();
      this.#started = true;
      this.fit(first);
    };
    // A page that has not been laid out yet is by then.
    if (this.element.clientWidth > 0) begin();
    else requestAnimationFrame(begin);
  }

  /** Makes all columns as wide as these rows need. */
  fit(first: Table): void {
    this.#widths.fit(first, this.#characterWidth, this.#headRoom);
    this.#layOut();
  }

  /** Shows something else. @param top whether to go back to the first row */
  show(content: GridContent, top: boolean): void {
    this.#selection.follow(this.#content.arrangement.shown, content.arrangement.shown, top);
    this.#content = content;
    this.#cells.show(content);
    if (top) this.#sight.goToTop();
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
    this.#select({ row: this.#selection.active?.row ?? 0, column: position }, false);
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

  get #columns(): DrawnColumns {
    return this.#widths.drawn(this.#sight.columns);
  }

  #tell(): void {
    const { rows, arrangement, told } = this.#content;
    const { known, exact } = rows.count;
    this.element.setAttribute("aria-rowcount", String(told.exact ? told.known + 1 : -1));
    this.element.setAttribute("aria-colcount", String(arrangement.shown.length + 1));
    this.#nothing.textContent =
      arrangement.shown.length === 0 ? "No columns" : known === 0 && exact ? "No rows" : "";
  }

  #layOut(): void {
    this.#widths.layOut(this.#content.arrangement);
    this.#cells.forget();
    const width = this.#cells.indexWidth + this.#widths.total;
    this.#canvas.style.width = `${String(width)}px`;
    this.#canvas.style.height = `${String(this.#headHeight + canvasHeight(this.#rows))}px`;
    this.#canvas.style.setProperty("--head", `${String(this.#headHeight)}px`);
    this.#sight.measure();
    this.#draw(true);
  }

  #draw(fresh: boolean): void {
    if (!this.#started) return;
    const window = this.#sight.rows;
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
    const id = this.#cells.mark(this.#selection.now);
    if (id === undefined) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", id);
  }

  /** Makes a cell the active one; the anchor stays where a selection is being stretched. */
  #select(active: Place, stretch: boolean): void {
    this.#selection.move(active, stretch);
    const left = this.#widths.scrollTo(active.column, this.#sight.columns);
    if (this.#sight.bring(active.row === headRow ? undefined : active.row, left)) this.#draw(false);
    else this.#mark();
    this.#events.moved(active);
  }

  #resize(position: number, width: number): void {
    this.#widths.resize(position, width);
    this.#layOut();
  }

  #listen(): void {
    const own = {
      select: (place: Place, stretch: boolean): void => {
        this.#select(place, stretch);
      },
      selectAll: (selection: Selection): void => {
        this.#selection.set(selection);
        this.#mark();
      },
      widen: (position: number, by: number): void => {
        this.#resize(position, this.#widths.widthAt(position) + by);
      },
    };
    listenToGrid(this.element, {
      where: () => ({
        active: this.#selection.active ?? { row: 0, column: 0 },
        rows: this.#rows.count,
        columns: this.#content.arrangement.shown.length,
        page: Math.max(1, Math.floor(this.#sight.height / rowHeight) - 1),
        head: this.#content.notes.active,
      }),
      act: (action) => act(action, own, this.#events),
      copy: () => {
        this.#events.copy();
      },
      focused: () => {
        const empty = this.#rows.count === 0 || this.#content.arrangement.shown.length === 0;
        if (this.#selection.active === undefined && !empty && this.element.matches(":focus-visible"))
          this.#select({ row: 0, column: 0 }, false);
      },
      scrolled: () => {
        this.#draw(false);
      },
      coarse: () => isStretched(this.#rows),
      turned: (left, down) => {
        this.#sight.turn(left, down);
        this.#draw(false);
      },
    });
    this.#followPointer();
  }

  #followPointer(): void {
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
      widthOf: (position) => this.#widths.widthAt(position),
      resize: (position, width) => {
        this.#resize(position, width);
      },
      fit: (position) => {
        this.#fit(position);
      },
    });
  }

  #fit(position: number): void {
    const { rows, arrangement } = this.#content;
    const column = arrangement.shown[position];
    const held = column === undefined ? undefined : heldColumn(this.#content, column);
    if (held === undefined) return;
    const count = Math.min(rows.count.known, fittedRows);
    this.#widths.fitOne(position, held, count, this.#characterWidth, this.#headRoom);
    this.#layOut();
  }
}
