/** The names of the columns in sight, with what is sorted and filtered by them. */
import { oneLine } from "../../values/one-line.ts";
import type { View } from "../../protocol/view.ts";
import { element } from "../page/element.ts";
import { icon } from "../page/svg.ts";
import type { TableColumn } from "../table/table.ts";

/** What stands in the head beside the names. */
export interface HeadNotes {
  readonly view: View;
  /** False where rows can neither be sorted nor filtered. */
  readonly active: boolean;
  /** A few figures about a column of the frame, drawn small; undefined where there are none. */
  summary?(column: number): HTMLElement;
}

/** Where the cell stands: its place on the screen, and its column in the frame. */
export interface HeadPlace {
  readonly position: number;
  readonly column: number;
  readonly id: string;
}

const longestName = 200;

/** A column's name in one line. */
export function labelOf(name: string): string {
  return name === "" ? "(no name)" : oneLine(name, longestName);
}

export function headCell(
  { name, type, numeric }: TableColumn,
  { position, column, id }: HeadPlace,
  notes: HeadNotes,
): HTMLElement {
  const label = labelOf(name);
  const key = notes.view.sort.findIndex((each) => each.column === column);
  const title = element(
    "span",
    { class: "title" },
    element("span", { class: name === "" ? "label null" : "label" }, label),
  );
  const cell = element(
    "div",
    {
      class: `name${numeric ? " number" : ""}`,
      role: "columnheader",
      id,
      "aria-colindex": position + 2,
      "data-head": position,
      title: `${label}: ${type}`,
    },
    element("div", { class: "names" }, title, element("span", { class: "type" }, type)),
  );
  if (notes.active) {
    cell.setAttribute("aria-sort", ariaSort(notes.view, key));
    if (key >= 0) title.append(sortSign(notes.view, key));
    cell.append(
      funnel(
        label,
        position,
        notes.view.filters.some((each) => each.column === column),
      ),
    );
    cell.classList.add("sortable");
  }
  if (notes.summary !== undefined) cell.append(notes.summary(column));
  cell.append(element("span", { class: "resize", "data-resize": position, "aria-hidden": "true" }));
  return cell;
}

function ariaSort({ sort }: View, key: number): string {
  const found = sort[key];
  // Only one column of a grid may say how it is sorted.
  if (found === undefined || key > 0) return key > 0 ? "other" : "none";
  return found.descending ? "descending" : "ascending";
}

function sortSign({ sort }: View, key: number): HTMLElement {
  const sign = element(
    "span",
    { class: "sorted" },
    icon(sort[key]?.descending === true ? "descending" : "ascending"),
  );
  if (sort.length > 1) sign.append(String(key + 1));
  return sign;
}

/** Its key is Alt+Down on the column, so it takes no part in the order of tabs. */
function funnel(label: string, position: number, filtered: boolean): HTMLElement {
  return element(
    "button",
    {
      type: "button",
      class: filtered ? "filtering on" : "filtering",
      tabindex: -1,
      "data-funnel": position,
      "aria-label": `Filter ${label}${filtered ? " (filtered)" : ""}`,
    },
    icon("funnel"),
  );
}
