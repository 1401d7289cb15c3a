/// <reference lib="dom" />
/** Rows with a value, rows without one, or both. */
import type { Filter } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import type { FilterPart } from "./column-filter.ts";

let made = 0;

export function missingPart(column: number, now: readonly Filter[], changed: () => void): FilterPart {
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
