/// <reference lib="dom" />
/** The conditions on one column, as its type allows. */
import type { Filter, View } from "../../../protocol/frames/view.ts";
import { element } from "../element.ts";
import type { FrameSource } from "../frame-source.ts";
import { labelOf } from "../head-cells.ts";
import type { TableColumn } from "../table.ts";
import { missingPart } from "./missing-part.ts";
import { rangePart } from "./range-part.ts";
import { textPart } from "./text-part.ts";
import { valuesPart } from "./values-part.ts";

/** A part of the panel: what it shows, and the condition that it stands for. */
export interface FilterPart {
  readonly element: HTMLElement;
  /** Undefined: asks for nothing; null: cannot be read as it is. */
  filter(): Filter | null | undefined;
}

interface FilterPanelEvents {
  apply(filters: readonly Filter[]): void;
  close(): void;
  /** What is in the panel has grown or shrunk. */
  readonly resized: () => void;
}

export interface FilterPlace {
  readonly column: TableColumn;
  readonly index: number;
  readonly view: View;
  readonly source: FrameSource;
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
  if (role !== "nested" && role !== "bytes" && role !== "null")
    parts.push(valuesPart(place, now, closed, check, events.resized));
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
