/** The conditions that rows are chosen by, each with a button that takes it away. */
import type { View } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import type { TableColumn } from "../table/table.ts";
import { withoutFilter } from "../frame/edit-view.ts";
import { filterText } from "../filters/filter-text.ts";

export class Chips {
  readonly element = element("div", {
    class: "chips",
    role: "group",
    "aria-label": "Active filters",
    hidden: "",
  });
  readonly #columns: readonly TableColumn[];
  readonly #look: (view: View) => void;

  /** @param look asks for the view that is left */
  constructor(columns: readonly TableColumn[], look: (view: View) => void) {
    this.#columns = columns;
    this.#look = look;
  }

  show(view: View): void {
    const chips = view.filters.map((filter, index) => {
      const text = filterText(filter, this.#columns[filter.column]?.name ?? "");
      const remove = element(
        "button",
        { type: "button", "aria-label": `Remove the filter ${text}`, title: "Remove" },
        "×",
      );
      remove.addEventListener("click", () => {
        this.#look(withoutFilter(view, index));
      });
      return element("span", { class: "chip" }, element("span", { class: "what" }, text), remove);
    });
    if (chips.length > 1) {
      const all = element("button", { type: "button" }, "Remove all");
      all.addEventListener("click", () => {
        this.#look({ ...view, filters: [] });
      });
      this.element.replaceChildren(...chips, all);
    } else this.element.replaceChildren(...chips);
    this.element.hidden = chips.length === 0;
  }
}
