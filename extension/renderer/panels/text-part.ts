/// <reference lib="dom" />
/** Values that have a text in them. */
import type { Filter } from "../../../protocol/frames/view.ts";
import { element } from "../element.ts";
import type { FilterPart } from "./filter-part.ts";

export function textPart(column: number, now: readonly Filter[], changed: () => void): FilterPart {
  const field = element("input", { type: "text", spellcheck: "false", autocomplete: "off" });
  field.value = now.find((each) => each.kind === "contains")?.text ?? "";
  field.addEventListener("input", changed);
  return {
    element: element("label", {}, element("span", {}, "Contains"), field),
    filter: () => (field.value === "" ? undefined : { kind: "contains", column, text: field.value }),
  };
}
