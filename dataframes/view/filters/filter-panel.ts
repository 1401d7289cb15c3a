/// <reference lib="dom" />
/** The conditions on one column, as its type allows. */
import type { Filter } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import { labelOf } from "../grid/head-cells.ts";
import type { FilterPart, FilterPlace } from "./column-filter.ts";
import { missingPart } from "./missing-filter.ts";
import { rangePart } from "./range-filter.ts";
import { isPart, textPart } from "./text-filter.ts";
import { valuesPart } from "./values-filter.ts";

interface FilterPanelEvents {
  apply(filters: readonly Filter[]): void;
  close(): void;
  /** What is in the panel has grown or shrunk. */
  readonly resized: () => void;
}

export function filterPanel(
  place: FilterPlace,
  closed: AbortSignal,
  events: FilterPanelEvents,
): readonly Node[] {
  const { column, index, view } = place;
  const now = view.filters.filter((each) => each.column === index);
  const apply = element("button", { type: "submit", class: "main" }, "Apply");
  const clear = element("button", { type: "button" }, "Clear");
  const parts: FilterPart[] = [];
  const check = (): void => {
    apply.disabled = parts.some((part) => part.filter() === null);
  };
  const { role, bound } = column.use;
  if (bound !== null) parts.push(rangePart(bound, index, now, check));
  if (role === "text" || role === "nested") parts.push(textPart(index, now, check));
  // One value that was typed shows among those that are chosen; beside chosen ones it keeps its field.
  const amongs = now.filter((each) => each.kind === "among");
  const is = amongs.length > 1 ? amongs[0] : undefined;
  if (role === "text") parts.push(isPart(index, is, check));
  if (role !== "nested" && role !== "bytes" && role !== "null")
    parts.push(
      valuesPart(
        place,
        now.filter((each) => each !== is),
        closed,
        check,
        events.resized,
      ),
    );
  parts.push(missingPart(index, now, check));
  check();
  const form = element(
    "form",
    { class: "filter" },
    element("div", { class: "heading" }, `Filter ${labelOf(column.name)}`),
    ...parts.map((part) => part.element),
    element("div", { class: "bar" }, element("span", { class: "space" }), clear, apply),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const filters = parts.map((part) => part.filter());
    if (filters.includes(null)) return;
    events.close();
    events.apply(filters.filter((each) => each !== undefined && each !== null));
  });
  clear.disabled = now.length === 0;
  clear.addEventListener("click", () => {
    events.close();
    events.apply([]);
  });
  return [form];
}
