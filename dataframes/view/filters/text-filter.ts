/// <reference lib="dom" />
/** Values that have a text in them, or are a text. */
import type { Filter } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import type { FilterPart } from "./column-filter.ts";

export function textPart(column: number, now: readonly Filter[], changed: () => void): FilterPart {
  const before = now.find((each) => each.kind === "contains")?.text ?? "";
  return fieldPart("Contains", before, changed, (text) => ({ kind: "contains", column, text }));
}

/** @param before what the field stood for when the filter was applied */
export function isPart(column: number, before: Filter | undefined, changed: () => void): FilterPart {
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
