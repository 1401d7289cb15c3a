/// <reference lib="dom" />
/** One dataframe in the page: its shape, the grid, and below it the value that was asked for. */
import { copyText } from "./clipboard.ts";
import { DetailPane } from "./detail-pane.ts";
import { element } from "./element.ts";
import { Grid } from "./grid.ts";
import { areaOf } from "./selection.ts";
import type { Area } from "./selection.ts";
import { grouped, plural, shapeLine } from "./shape.ts";
import type { Shape } from "./shape.ts";
import { style } from "./style.ts";
import type { Table } from "./table.ts";
import { toTsv } from "./tsv.ts";

export class FrameView {
  readonly element = element("div");
  readonly #table: Table;
  readonly #grid: Grid;
  readonly #detail: DetailPane;
  readonly #said = element("span", { class: "said", role: "status" });

  constructor(table: Table, shape: Shape) {
    this.#table = table;
    const line = shapeLine(shape);
    this.#grid = new Grid(table, shape, `Dataframe, ${line}`, {
      open: (place) => {
        this.#detail.show(place);
      },
      close: () => this.#detail.close(),
      moved: (place) => {
        this.#said.textContent = "";
        this.#detail.follow(place);
      },
      copy: () => void this.#copySelection(),
    });
    this.#detail = new DetailPane(table, {
      copy: (text) => void this.#copy(text, "Value copied"),
      closed: () => {
        this.#grid.element.focus();
      },
    });
    const copy = element(
      "button",
      { type: "button", title: "Copy the selected cells, or all rows shown, as TSV" },
      "Copy",
    );
    copy.addEventListener("click", () => void this.#copySelection());
    const root = this.element.attachShadow({ mode: "open" });
    root.append(
      element("style", {}, style),
      element(
        "div",
        { class: "bar" },
        element("span", { class: "shape" }, line),
        element("span", { class: "space" }),
        this.#said,
        copy,
      ),
      this.#grid.element,
      this.#detail.element,
    );
    this.#grid.start();
  }

  dispose(): void {
    this.#grid.dispose();
  }

  async #copySelection(): Promise<void> {
    const { rows, columns } = this.#table;
    if (columns.length === 0) return;
    const all: Area = { top: 0, left: 0, bottom: rows - 1, right: columns.length - 1 };
    const area = this.#grid.selection === undefined ? all : areaOf(this.#grid.selection);
    const count = area.bottom - area.top + 1;
    // Whole columns are a table of their own; a few cells are values.
    const text = toTsv(this.#table, area, count === rows);
    await this.#copy(
      text,
      `${plural(count, "row")} × ${plural(area.right - area.left + 1, "column")} copied`,
    );
  }

  async #copy(text: string, done: string): Promise<void> {
    const copied = await copyText(text);
    this.#said.textContent = copied
      ? done
      : `The browser does not allow copying (${grouped(text.length)} characters)`;
  }
}
