/** Changes to what one looks at. Pure: each gives another view. */
import type { Filter, SortKey, View } from "../../protocol/view.ts";

/** All rows as they come. Said here too, as the page does without the schemas that stand beside it in the protocol. */
export const wholeFrame: View = { sort: [], filters: [], search: "" };

/** Ascending, descending, then not at all. With `add` the other keys stay. */
export function turnSort(view: View, column: number, add: boolean): View {
  const key = view.sort.find((each) => each.column === column);
  const next: SortKey | undefined =
    key === undefined || (!add && view.sort.length > 1)
      ? { column, descending: false }
      : key.descending
        ? undefined
        : { column, descending: true };
  if (!add) return { ...view, sort: next === undefined ? [] : [next] };
  const sort = view.sort.flatMap((each) => (each.column === column ? (next ?? []) : each));
  return { ...view, sort: key === undefined && next !== undefined ? [...sort, next] : sort };
}

/** The conditions on one column, in place of those it had. */
export function withFilters(view: View, column: number, filters: readonly Filter[]): View {
  const first = view.filters.findIndex((each) => each.column === column);
  const others = view.filters.filter((each) => each.column !== column);
  return { ...view, filters: others.toSpliced(first < 0 ? others.length : first, 0, ...filters) };
}

export function withoutFilter(view: View, index: number): View {
  return { ...view, filters: view.filters.toSpliced(index, 1) };
}

export function withSearch(view: View, search: string): View {
  return { ...view, search };
}

/** Whether the view has all rows. */
export function hasAllRows({ filters, search }: View): boolean {
  return filters.length === 0 && search === "";
}

/** Whether both have the same rows, in whichever order. */
export function sameRows(a: View, b: View): boolean {
  return a.search === b.search && JSON.stringify(a.filters) === JSON.stringify(b.filters);
}

export function sameView(a: View, b: View): boolean {
  return sameRows(a, b) && JSON.stringify(a.sort) === JSON.stringify(b.sort);
}
