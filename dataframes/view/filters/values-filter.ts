/** The different values of a column with their numbers, of which some are chosen. */
import type { ValuesResult } from "../../protocol/reply.ts";
import type { Filter } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import { property } from "../page/property.ts";
import { grouped } from "../table/shape.ts";
import { valueText } from "./filter-text.ts";
import { withFilters } from "../frame/edit-view.ts";
import { Debounced } from "../page/debounced.ts";
import type { FilterPart, FilterPlace } from "./column-filter.ts";

const mostTold = 200;

/** The values are those that the other columns' conditions leave. */
export function valuesPart(
  { source, view, index }: FilterPlace,
  now: readonly Filter[],
  closed: AbortSignal,
  changed: () => void,
  resized: () => void,
): FilterPart {
  const before = now.find((each) => each.kind === "among");
  const chosen = new Set<string | null>(before?.values ?? []);
  const list = element("div", { class: "values", role: "group", "aria-label": "Values" });
  const note = element("div", { class: "said", role: "status" }, "Counting the values…");
  const search = element("input", {
    type: "search",
    placeholder: "Search values",
    "aria-label": "Search values",
  });
  const not = element("input", { type: "checkbox" });
  not.checked = before?.not ?? false;
  not.addEventListener("change", changed);
  const others = withFilters({ ...view, sort: [] }, index, []);
  const line = (value: string | null, count: number | undefined): HTMLElement => {
    const box = element("input", { type: "checkbox" });
    box.checked = chosen.has(value);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(value);
      else chosen.delete(value);
      changed();
    });
    const text = element(
      "span",
      { class: value === null || value === "" ? "what null" : "what" },
      valueText(value),
    );
    return element(
      "label",
      {},
      box,
      text,
      element("span", { class: "count" }, count === undefined ? "" : grouped(count)),
    );
  };
  const ask = async (signal: AbortSignal): Promise<void> => {
    const question = {
      method: "values",
      view: others,
      column: index,
      search: search.value,
      limit: mostTold,
    } as const;
    const { values, more } = readValues((await source.ask(question, signal)).result);
    // What is chosen stays in the list, also where the search does not find it.
    const found = new Set(values.map(({ value }) => value));
    const kept = [...chosen].filter((value) => !found.has(value) && search.value === "");
    list.replaceChildren(
      ...kept.map((value) => line(value, undefined)),
      ...values.map(({ value, count }) => line(value, count)),
    );
    note.textContent = more
      ? `The ${grouped(values.length)} most frequent values; search for others`
      : values.length === 0
        ? "No such values"
        : "";
    resized();
  };
  const asking = new Debounced(closed, ask, (error) => {
    note.textContent = `The values cannot be told: ${error instanceof Error ? error.message : String(error)}`;
  });
  search.addEventListener("input", () => {
    asking.soon();
  });
  asking.now();
  return {
    element: element(
      "div",
      { class: "among" },
      search,
      list,
      note,
      element("label", { class: "not" }, not, "All but the chosen ones"),
    ),
    filter: () =>
      chosen.size === 0 ? undefined : { kind: "among", column: index, values: [...chosen], not: not.checked },
  };
}

function readValues(result: unknown): ValuesResult {
  const told = property(result, "values");
  const values = (Array.isArray(told) ? told : []).flatMap((each: unknown) => {
    const [value, count] = [property(each, "value"), property(each, "count")];
    return (typeof value === "string" || value === null) && typeof count === "number"
      ? [{ value, count }]
      : [];
  });
  return { values, more: property(result, "more") === true };
}
