/** The cells of the grid that are in the page. Rows that stay in sight stay as they are. */
import type { Arrangement } from "../layout/arrangement.ts";
import { element } from "../page/element.ts";
import { headCell } from "./head-cells.ts";
import type { HeadNotes } from "./head-cells.ts";
import type { RowWindow } from "../layout/row-window.ts";
import type { HeldValue, RowCount, Rows } from "../rows/rows.ts";
import { areaOf, headRow, isInside } from "./selection.ts";
import type { Place, Selection } from "./selection.ts";
import { grouped } from "../table/shape.ts";
import { rowHeight } from "../page/style.ts";
import type { TableColumn } from "../table/table.ts";

/** What the grid shows. */
export interface GridContent {
  /** As they are in the frame. */
  readonly columns: readonly TableColumn[];
  readonly arrangement: Arrangement;
  readonly rows: Rows;
  /** Rows there are, also where not all of them can be shown. */
  readonly told: RowCount;
  readonly notes: HeadNotes;
}

/** Where columns stand on the screen: the first `pinned` ones stay, and of the others those in sight. */
export interface DrawnColumns {
  readonly pinned: number;
  /** From `first` up to but not including `end`. */
  readonly first: number;
  readonly end: number;
  readonly lefts: readonly number[];
}

interface DrawnCell {
  readonly place: Place;
  readonly cell: HTMLElement;
  selected: boolean;
  active: boolean;
}

interface DrawnRow {
  readonly element: HTMLElement;
  readonly cells: readonly DrawnCell[];
  /** Some value is not here yet. */
  readonly waiting: boolean;
}

const sample = "0123456789";
let made = 0;

export class GridCells {
  readonly head = element("div", { class: "head", role: "rowgroup" });
  readonly body = element("div", { class: "body", role: "rowgroup" });
  /** Ids are unique among all grids of the page. */
  readonly #prefix = `grid${String((made += 1))}`;
  #content: GridContent;
  #drawn = new Map<number, DrawnRow>();
  #columns = "";
  #numberWidth = 8;
  #indexWidth = 0;

  constructor(content: GridContent) {
    this.#content = content;
  }

  /** Width of the column that numbers the rows. */
  get indexWidth(): number {
    return this.#indexWidth;
  }

  /** Measures the font that is in use. */
  characterWidth(): number {
    const probe = element("span", { class: "number" }, sample);
    this.body.append(probe);
    const width = probe.getBoundingClientRect().width / sample.length;
    probe.remove();
    this.#numberWidth = width > 0 ? width : 8;
    this.#fitIndex();
    return this.#numberWidth;
  }

  /** Draws all anew next time. */
  show(content: GridContent): void {
    this.#content = content;
    this.forget();
  }

  /** As above: columns have changed their places. */
  forget(): void {
    this.#fitIndex();
    this.#columns = "";
  }

  /** @param fresh whether values may have come since the last time */
  draw(rows: RowWindow, columns: DrawnColumns, fresh: boolean): void {
    const key = `${String(columns.pinned)} ${String(columns.first)} ${String(columns.end)}`;
    const same = key === this.#columns;
    if (!same) this.drawHead(columns);
    this.#columns = key;
    const before = this.#drawn;
    const now = new Map<number, DrawnRow>();
    for (let row = rows.first; row < rows.first + rows.count; row += 1) {
      const old = same ? before.get(row) : undefined;
      now.set(row, old !== undefined && !(fresh && old.waiting) ? old : this.#row(row, columns));
    }
    for (const [row, old] of before) if (now.get(row) !== old) old.element.remove();
    let after: Element | null = null;
    for (const { element: row } of now.values()) {
      const expected: Element | null =
        after === null ? this.body.firstElementChild : after.nextElementSibling;
      if (expected !== row) this.body.insertBefore(row, expected);
      after = row;
    }
    this.#drawn = now;
    this.body.style.transform = `translateY(${String(rows.top)}px)`;
  }

  drawHead(columns: DrawnColumns): void {
    const row = element("div", { class: "row", role: "row", "aria-rowindex": 1 });
    row.append(this.#index({ role: "columnheader", "aria-label": "Row" }, ""));
    const { notes, arrangement } = this.#content;
    for (const position of positionsOf(columns)) {
      const column = arrangement.shown[position];
      const found = column === undefined ? undefined : this.#content.columns[column];
      if (column === undefined || found === undefined) continue;
      const place = { position, column, id: this.#id({ row: headRow, column: position }) };
      row.append(this.#place(headCell(found, place, notes), position, columns));
    }
    this.head.replaceChildren(row);
  }

  /** Shows the selection; gives the id of the active cell when it is in the page. */
  mark(selection: Selection | undefined): string | undefined {
    const inHead = selection?.active.row === headRow;
    const area = selection === undefined || inHead ? undefined : areaOf(selection);
    let id = this.#markHead(inHead ? selection.active : undefined);
    for (const { cells } of this.#drawn.values())
      for (const drawn of cells) {
        const { place, cell } = drawn;
        const selected = area !== undefined && isInside(area, place);
        const active = selection?.active.row === place.row && selection.active.column === place.column;
        if (selected !== drawn.selected) {
          cell.classList.toggle("selected", selected);
          cell.setAttribute("aria-selected", String(selected));
          drawn.selected = selected;
        }
        if (active !== drawn.active) cell.classList.toggle("active", active);
        drawn.active = active;
        if (active) ({ id } = cell);
      }
    return id;
  }

  /** Whether the cell does not show all of its value. */
  isCut(place: Place): boolean {
    const drawn = this.#drawn.get(place.row)?.cells.find((each) => each.place.column === place.column)?.cell;
    const value = this.#value(place);
    const cut = value !== undefined && (value.length !== undefined || value.column.cell(value.row).cut);
    return cut || (drawn !== undefined && drawn.scrollWidth > drawn.clientWidth);
  }

  #markHead(active: Place | undefined): string | undefined {
    const id = active === undefined ? undefined : this.#id(active);
    let found: string | undefined;
    for (const cell of this.head.querySelectorAll(".name")) {
      cell.classList.toggle("active", cell.id === id);
      if (cell.id === id) found = id;
    }
    return found;
  }

  #value({ row, column }: Place): HeldValue | undefined {
    const { rows, arrangement } = this.#content;
    const inFrame = arrangement.shown[column];
    return inFrame === undefined ? undefined : rows.at(row, inFrame);
  }

  #id({ row, column }: Place): string {
    return `${this.#prefix}-${row === headRow ? "head" : String(row)}-${String(column)}`;
  }

  #fitIndex(): void {
    this.#indexWidth = Math.ceil(grouped(this.#content.rows.count.known).length * this.#numberWidth) + 18;
  }

  #row(index: number, columns: DrawnColumns): DrawnRow {
    const row = element("div", { class: "row", role: "row", "aria-rowindex": index + 2 });
    row.style.height = `${String(rowHeight)}px`;
    row.append(this.#index({ role: "rowheader" }, grouped(index + 1)));
    const cells: DrawnCell[] = [];
    let waiting = false;
    for (const position of positionsOf(columns)) {
      const place = { row: index, column: position };
      const value = this.#value(place);
      waiting ||= value === undefined;
      const cell = this.#place(dataCell(value, place, this.#id(place)), position, columns);
      cells.push({ place, cell, selected: false, active: false });
      row.append(cell);
    }
    return { element: row, cells, waiting };
  }

  #index(attributes: Readonly<Record<string, string>>, text: string): HTMLElement {
    const index = element("div", { class: "index", "aria-colindex": 1, ...attributes }, text);
    index.style.width = `${String(this.#indexWidth)}px`;
    return index;
  }

  #place(cell: HTMLElement, position: number, { lefts, pinned }: DrawnColumns): HTMLElement {
    const left = lefts[position] ?? 0;
    cell.style.left = `${String(this.#indexWidth + left)}px`;
    cell.style.width = `${String((lefts[position + 1] ?? left) - left)}px`;
    if (position < pinned) cell.classList.add("pinned");
    return cell;
  }
}

function* positionsOf({ pinned, first, end }: DrawnColumns): Generator<number> {
  for (let position = 0; position < pinned; position += 1) yield position;
  for (let position = Math.max(pinned, first); position < end; position += 1) yield position;
}

function dataCell(value: HeldValue | undefined, { row, column: position }: Place, id: string): HTMLElement {
  const { kind, text } = value?.column.cell(value.row) ?? { kind: "waiting", text: "" };
  return element(
    "div",
    {
      class: `cell ${kind}${value?.column.numeric === true ? " number" : ""}`,
      role: "gridcell",
      id,
      "aria-colindex": position + 2,
      "aria-selected": "false",
      "data-row": row,
      "data-column": position,
      ...(value === undefined ? { "aria-busy": "true" } : {}),
    },
    text,
  );
}
