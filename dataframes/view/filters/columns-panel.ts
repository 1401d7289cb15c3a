/** All columns by name: which are shown, which stay at the left, and where they are. */
import { element } from "../page/element.ts";
import { labelOf } from "../grid/head-cells.ts";
import { grouped } from "../table/shape.ts";
import type { TableColumn } from "../table/table.ts";
import { findColumns, withHidden, withPinned } from "../layout/arrangement.ts";
import type { ColumnChoice } from "../layout/arrangement.ts";

const mostListed = 200;

interface ColumnsPanelEvents {
  choose(choice: ColumnChoice): void;
  /** Go to the column. */
  jump(column: number): void;
  resized(): void;
}

export function columnsPanel(
  columns: readonly TableColumn[],
  first: ColumnChoice,
  events: ColumnsPanelEvents,
): readonly Node[] {
  let choice = first;
  const names = columns.map(({ name }) => name);
  const search = element("input", {
    type: "search",
    placeholder: "Search columns",
    "aria-label": "Search columns",
  });
  const list = element("div", { class: "columns", role: "group", "aria-label": "Columns" });
  const note = element("div", { class: "said", role: "status" });
  const all = element("button", { type: "button" }, "Show all");
  const choose = (next: ColumnChoice): void => {
    choice = next;
    events.choose(next);
  };
  const line = (column: number): HTMLElement => {
    const { name = "", type = "" } = columns[column] ?? {};
    const label = labelOf(name);
    const shown = element("input", { type: "checkbox", "aria-label": `Show ${label}` });
    shown.checked = !choice.hidden.has(column);
    shown.addEventListener("change", () => {
      choose(withHidden(choice, column, !shown.checked));
    });
    const jump = element("button", { type: "button", class: "jump", title: `Go to ${label}` }, label);
    jump.addEventListener("click", () => {
      if (choice.hidden.has(column)) choose(withHidden(choice, column, false));
      events.jump(column);
    });
    const pin = element(
      "button",
      {
        type: "button",
        class: "pin",
        "aria-pressed": String(choice.pinned.includes(column)),
        "aria-label": `Pin ${label}`,
        title: "Keep at the left",
      },
      "Pin",
    );
    pin.addEventListener("click", () => {
      const pinned = !choice.pinned.includes(column);
      pin.setAttribute("aria-pressed", String(pinned));
      choose(withPinned(choice, column, pinned));
    });
    return element("div", { class: "line" }, shown, jump, element("span", { class: "type" }, type), pin);
  };
  const fill = (): void => {
    const found = findColumns(names, search.value, mostListed + 1);
    list.replaceChildren(...found.slice(0, mostListed).map(line));
    note.textContent =
      found.length > mostListed
        ? `The first ${String(mostListed)} of ${grouped(columns.length)} columns; search for others`
        : found.length === 0
          ? "No such columns"
          : "";
    events.resized();
  };
  search.addEventListener("input", fill);
  search.addEventListener("keydown", (event) => {
    const [best] = findColumns(names, search.value, 1);
    if (event.key === "Enter" && best !== undefined) events.jump(best);
  });
  all.addEventListener("click", () => {
    choose({ ...choice, hidden: new Set() });
    fill();
  });
  fill();
  return [
    element(
      "div",
      { class: "filter" },
      search,
      list,
      note,
      element("div", { class: "bar" }, element("span", { class: "space" }), all),
    ),
  ];
}
