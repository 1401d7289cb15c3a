/// <reference lib="dom" />
/** The cells of the grid that are in the page. */
import { oneLine } from "../../protocol/frames/one-line.ts";
import { element } from "./element.ts";
import type { RowWindow } from "./row-window.ts";
import { areaOf, isInside } from "./selection.ts";
import type { Place, Selection } from "./selection.ts";
import { grouped } from "./shape.ts";
import { rowHeight } from "./style.ts";
import type { Table, TableColumn } from "./table.ts";

/** From `first` up to but not including `end`. */
interface Columns {
  readonly first: number;
  readonly end: number;
}

const longestName = 200;
const sample = "0123456789";
let made = 0;

export class GridCells {
  readonly head = element("div", { class: "head", role: "rowgroup" });
  readonly body = element("div", { class: "body", role: "rowgroup" });
  readonly #table: Table;
  /** Ids are unique among all grids of the page. */
  readonly #prefix = `grid${String((made += 1))}`;
  readonly #shown = new Map<string, { readonly place: Place; readonly cell: HTMLElement }>();
  #indexWidth = 0;

  constructor(table: Table) {
    this.#table = table;
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
    this.#indexWidth = Math.ceil(grouped(this.#table.rows).length * width) + 18;
    return width > 0 ? width : 8;
  }

  draw(rows: RowWindow, columns: Columns, lefts: readonly number[]): void {
    this.head.replaceChildren(this.#headRow(columns, lefts));
    this.#shown.clear();
    this.body.style.transform = `translateY(${rows.top}px)`;
    this.body.style.top = `${this.head.offsetHeight}px`;
    this.body.replaceChildren(
      ...Array.from({ length: rows.count }, (_, index) => this.#row(rows.first + index, columns, lefts)),
    );
  }

  /** Shows the selection; gives the id of the active cell when it is in the page. */
  mark(selection: Selection | undefined): string | undefined {
    const area = selection === undefined ? undefined : areaOf(selection);
    let id: string | undefined;
    for (const { place, cell } of this.#shown.values()) {
      const selected = area !== undefined && isInside(area, place);
      const active = selection?.active.row === place.row && selection.active.column === place.column;
      cell.classList.toggle("selected", selected);
      cell.classList.toggle("active", active);
      cell.setAttribute("aria-selected", String(selected));
      if (active) ({ id } = cell);
    }
    return id;
  }

  /** Whether the cell does not show all of its value. */
  isCut(place: Place): boolean {
    const cell = this.#shown.get(this.#id(place))?.cell;
    const cut = this.#table.columns[place.column]?.cell(place.row).cut === true;
    return cut || (cell !== undefined && cell.scrollWidth > cell.clientWidth);
  }

  #id({ row, column }: Place): string {
    return `${this.#prefix}-${String(row)}-${String(column)}`;
  }

  #headRow(columns: Columns, lefts: readonly number[]): HTMLElement {
    const row = element("div", { class: "row", role: "row", "aria-rowindex": 1 });
    const corner = element("div", {
      class: "index",
      role: "columnheader",
      "aria-colindex": 1,
      "aria-label": "Row",
    });
    corner.style.width = `${this.#indexWidth}px`;
    row.append(corner);
    for (let index = columns.first; index < columns.end; index += 1) {
      const column = this.#table.columns[index];
      if (column !== undefined) row.append(this.#place(headCell(column, index), index, lefts));
    }
    return row;
  }

  #row(index: number, columns: Columns, lefts: readonly number[]): HTMLElement {
    const row = element("div", { class: "row", role: "row", "aria-rowindex": index + 2 });
    row.style.height = `${rowHeight}px`;
    const head = element(
      "div",
      { class: "index", role: "rowheader", "aria-colindex": 1 },
      grouped(index + 1),
    );
    head.style.width = `${this.#indexWidth}px`;
    row.append(head);
    for (let at = columns.first; at < columns.end; at += 1) {
      const column = this.#table.columns[at];
      if (column === undefined) continue;
      const place = { row: index, column: at };
      const cell = this.#place(dataCell(column, place, this.#id(place)), at, lefts);
      this.#shown.set(cell.id, { place, cell });
      row.append(cell);
    }
    return row;
  }

  #place(cell: HTMLElement, column: number, lefts: readonly number[]): HTMLElement {
    const left = lefts[column] ?? 0;
    cell.style.left = `${this.#indexWidth + left}px`;
    cell.style.width = `${(lefts[column + 1] ?? left) - left}px`;
    return cell;
  }
}

function headCell({ name, type, numeric }: TableColumn, index: number): HTMLElement {
  const label = name === "" ? "(no name)" : oneLine(name, longestName);
  return element(
    "div",
    {
      class: `name${numeric ? " number" : ""}`,
      role: "columnheader",
      "aria-colindex": index + 2,
      title: `${label}: ${type}`,
    },
    element("span", { class: name === "" ? "label null" : "label" }, label),
    element("span", { class: "type" }, type),
    element("span", { class: "resize", "data-resize": index, "aria-hidden": "true" }),
  );
}

function dataCell(column: TableColumn, { row, column: index }: Place, id: string): HTMLElement {
  const { kind, text } = column.cell(row);
  return element(
    "div",
    {
      class: `cell ${kind}${column.numeric ? " number" : ""}`,
      role: "gridcell",
      id,
      "aria-colindex": index + 2,
      "data-row": row,
      "data-column": index,
    },
    text,
  );
}
