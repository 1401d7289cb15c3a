/** The conditions on one column, as its type allows. */
import type { Filter } from "../../protocol/view.ts";
import { labelOf } from "../grid/head-cells.ts";
import { element } from "../page/element.ts";
import type { FilterPart, FilterPlace } from "./column-filter.ts";
import { rangePart } from "./range-filter.ts";
import { valuesPart } from "./values-filter.ts";

/** Rows with a value, rows without one, or both. */

let made = 0;

function missingPart(column: number, now: readonly Filter[], changed: () => void): FilterPart {
  const before = now.find((each) => each.kind === "missing")?.missing;
  const group = `missing${String((made += 1))}`;
  const choice = (label: string, value: boolean | undefined): HTMLInputElement => {
    const field = element("input", { type: "radio", name: group, "aria-label": label });
    field.checked = before === value;
    field.addEventListener("change", changed);
    return field;
  };
  const labels = ["All", "Not missing", "Missing"] as const;
  const [all, present, missing] = [
    choice(labels[0], undefined),
    choice(labels[1], false),
    choice(labels[2], true),
  ];
  return {
    element: element(
      "div",
      { class: "missing", role: "radiogroup", "aria-label": "Missing values" },
      ...[all, present, missing].map((field, index) => element("label", {}, field, labels[index] ?? "")),
    ),
    filter: () => (all.checked ? undefined : { kind: "missing", column, missing: missing.checked }),
  };
}

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

/** Values that have a text in them, or are a text. */
function textPart(column: number, now: readonly Filter[], changed: () => void): FilterPart {
  const before = now.find((each) => each.kind === "contains")?.text ?? "";
  return fieldPart("Contains", before, changed, (text) => ({ kind: "contains", column, text }));
}

/** @param before what the field stood for when the filter was applied */
function isPart(column: number, before: Filter | undefined, changed: () => void): FilterPart {
  const text = before?.kind === "among" ? (before.values[0] ?? "") : "";
  return fieldPart("Is", text, changed, (value) => ({ kind: "among", column, values: [value], not: false }));
}

function fieldPart(
  name: string,
  before: string,
  changed: () => void,
  filterOf: (text: string) => Filter,
): FilterPart {
  const field = element("input", { type: "text", spellcheck: "false", autocomplete: "off" });
  field.value = before;
  field.addEventListener("input", changed);
  return {
    element: element("label", {}, element("span", {}, name), field),
    filter: () => (field.value === "" ? undefined : filterOf(field.value)),
  };
}
