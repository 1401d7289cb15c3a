/** The full value of one cell, below the grid; what did not come whole is asked for. */
import { element } from "../page/element.ts";
import type { CellValue } from "./frame-values.ts";
import type { HeldValue } from "../rows/rows.ts";
import type { Place } from "../grid/selection.ts";
import { grouped } from "../table/shape.ts";

interface DetailEvents {
  value(place: Place): CellValue | undefined;
  /** All of the value; undefined where nobody can be asked. */
  whole(place: Place, signal: AbortSignal): Promise<HeldValue> | undefined;
  copy(text: string): void;
  closed(): void;
}

export class DetailPane {
  readonly element = element("section", { class: "detail", "aria-label": "Full value", hidden: "" });
  readonly #events: DetailEvents;
  readonly #about = element("span", { class: "about" });
  readonly #said = element("span", { class: "said", role: "status" });
  readonly #text = element("pre", { tabindex: 0 });
  #held: HeldValue | undefined;
  #place: Place | undefined;
  #over = new AbortController();

  constructor(events: DetailEvents) {
    this.#events = events;
    const copy = element("button", { type: "button" }, "Copy value");
    const close = element("button", { type: "button", "aria-label": "Close the full value" }, "Close");
    copy.addEventListener("click", () => {
      if (this.#held !== undefined) events.copy(this.#held.column.whole(this.#held.row));
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
      element(
        "div",
        { class: "bar" },
        this.#about,
        this.#said,
        element("span", { class: "space" }),
        copy,
        close,
      ),
      this.#text,
    );
  }

  show(place: Place): void {
    const value = this.#events.value(place);
    if (value === undefined) return;
    this.#over.abort();
    this.#place = place;
    this.#about.textContent = `${value.name}, row ${grouped(place.row + 1)} (${value.type})`;
    this.element.hidden = false;
    this.#put(value.held);
    this.#said.textContent = "";
    if (value.held === undefined || value.held.length !== undefined)
      void this.#complete(place, value.held?.length);
  }

  /** Goes along with the active cell while it is open. */
  follow(place: Place): void {
    if (!this.element.hidden && place.row >= 0) this.show(place);
  }

  /** Values have come. */
  refresh(): void {
    if (!this.element.hidden && this.#held === undefined && this.#place !== undefined) this.show(this.#place);
  }

  /** False when there was nothing to close. */
  close(): boolean {
    const open = !this.element.hidden;
    this.#over.abort();
    this.element.hidden = true;
    return open;
  }

  #put(held: HeldValue | undefined): void {
    this.#held = held;
    this.#text.textContent = held?.column.readable(held.row) ?? "";
  }

  async #complete(place: Place, length: number | undefined): Promise<void> {
    this.#over = new AbortController();
    const { signal } = this.#over;
    const beginning = length === undefined ? "" : `Only the beginning of ${grouped(length)}`;
    this.#said.textContent = beginning;
    try {
      const asked = this.#events.whole(place, signal);
      if (asked === undefined) {
        this.#said.textContent = `${beginning === "" ? "It is not here" : beginning}; run the cell again to read all of it`;
        return;
      }
      this.#said.textContent = "Reading all of it…";
      const held = await asked;
      if (signal.aborted) return;
      this.#put(held);
      this.#said.textContent = "";
    } catch (error) {
      if (signal.aborted) return;
      const cause = error instanceof Error ? error.message : String(error);
      this.#said.textContent = `${beginning === "" ? "It could not be read" : beginning} (${cause})`;
    }
  }
}
