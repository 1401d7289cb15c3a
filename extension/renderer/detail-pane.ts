/// <reference lib="dom" />
/** The full value of one cell, below the grid. */
import { element } from "./element.ts";
import type { Place } from "./selection.ts";
import { grouped } from "./shape.ts";
import type { Table } from "./table.ts";

interface DetailEvents {
  copy(text: string): void;
  closed(): void;
}

export class DetailPane {
  readonly element = element("section", { class: "detail", "aria-label": "Full value", hidden: "" });
  readonly #table: Table;
  readonly #about = element("span", { class: "about" });
  readonly #text = element("pre", { tabindex: 0 });
  #place: Place | undefined;

  constructor(table: Table, events: DetailEvents) {
    this.#table = table;
    const copy = element("button", { type: "button" }, "Copy value");
    const close = element("button", { type: "button", "aria-label": "Close the full value" }, "Close");
    copy.addEventListener("click", () => {
      const place = this.#place;
      if (place !== undefined) events.copy(table.columns[place.column]?.whole(place.row) ?? "");
    });
    const end = (): void => {
      this.close();
      events.closed();
    };
    close.addEventListener("click", end);
    this.element.addEventListener("keydown", (event) => {
      // The editor must not take keys pressed here for its own.
      event.stopPropagation();
      if (event.key === "Escape") end();
    });
    this.element.append(
      element("div", { class: "bar" }, this.#about, element("span", { class: "space" }), copy, close),
      this.#text,
    );
  }

  show(place: Place): void {
    const column = this.#table.columns[place.column];
    if (column === undefined) return;
    this.#place = place;
    this.#about.textContent = `${column.name}, row ${grouped(place.row + 1)} (${column.type})`;
    this.#text.textContent = column.readable(place.row);
    this.element.hidden = false;
  }

  /** Goes along with the active cell while it is open. */
  follow(place: Place): void {
    if (!this.element.hidden) this.show(place);
  }

  /** False when there was nothing to close. */
  close(): boolean {
    const open = !this.element.hidden;
    this.element.hidden = true;
    return open;
  }
}
