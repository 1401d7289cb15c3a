/** The panels that open above the table: menus, the conditions on a column, and the list of columns. */
import type { Filter } from "../../protocol/view.ts";
import type { FrameModel } from "./frame-model.ts";
import { labelOf } from "../grid/head-cells.ts";
import { columnsPanel } from "../filters/columns-panel.ts";
import { filterPanel } from "../filters/filter-panel.ts";
import { menu } from "../bar/menu.ts";
import { Popup } from "../bar/popup.ts";

export class FramePanels {
  readonly #model: FrameModel;
  readonly #popup: Popup;

  /** @param frame what the panels are placed in */
  constructor(model: FrameModel, frame: HTMLElement) {
    this.#model = model;
    this.#popup = new Popup(frame);
  }

  get element(): HTMLElement {
    return this.#popup.element;
  }

  /** The focus stays where it is. */
  close(): void {
    this.#popup.close(true);
  }

  openMenu(label: string, button: HTMLElement, items: readonly (readonly [string, () => void])[]): void {
    this.#popup.open(label, button, button, () => [
      menu(
        items.map(([each, run]) => ({ label: each, run })),
        () => this.#popup.close(),
      ),
    ]);
  }

  /** @param grid gets the focus afterwards @param apply takes the conditions on the column of the frame */
  openFilter(
    position: number,
    grid: HTMLElement,
    apply: (column: number, filters: readonly Filter[]) => void,
  ): void {
    const { arrangement, table, source, asked } = this.#model;
    const index = arrangement.shown[position];
    const column = index === undefined ? undefined : table.columns[index];
    const anchor = grid.querySelector(`[data-head="${String(position)}"]`);
    if (source === undefined || index === undefined || column === undefined || anchor === null) return;
    this.#popup.open(`Filter ${labelOf(column.name)}`, anchor, grid, (closed) =>
      filterPanel({ column, index, view: asked, source }, closed, {
        apply: (filters) => {
          apply(index, filters);
        },
        close: () => this.#popup.close(),
        resized: () => {
          this.#popup.place();
        },
      }),
    );
  }

  /** @param jump goes to the column at a position */
  openColumns(button: HTMLElement, jump: (position: number) => void): void {
    this.#popup.open("Columns", button, button, () =>
      columnsPanel(this.#model.table.columns, this.#model.choice, {
        choose: (choice) => {
          this.#model.choose(choice);
        },
        jump: (column) => {
          const position = this.#model.arrangement.shown.indexOf(column);
          if (position >= 0) jump(position);
        },
        resized: () => {
          this.#popup.place();
        },
      }),
    );
  }
}
