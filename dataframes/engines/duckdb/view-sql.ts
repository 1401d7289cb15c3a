/** A view as the conditions and the order of a statement over the private table. */
import type { Filter, SortKey, View } from "../../protocol/view.ts";
import type { DuckdbColumn } from "./column.ts";
import { columnAt } from "./column.ts";
import { textSql } from "./column-text.ts";
import { boundSql, comparable, memberSql } from "./value-sql.ts";
import type { PutText } from "./value-sql.ts";

/** An expression that holds for the rows of the view; "true" for the whole frame. */
export function conditionSql(columns: readonly DuckdbColumn[], view: View, put: PutText): string {
  const conditions = view.filters.map((filter) => filterSql(columnAt(columns, filter.column), filter, put));
  if (view.search !== "") conditions.push(searchSql(columns, view.search, put));
  return conditions.length === 0 ? "true" : conditions.join(" and ");
}

/** What rows are ordered by, without their number. NaN is the greatest of DuckDB's numbers, but comes last here. */
export function orderSql(columns: readonly DuckdbColumn[], sort: readonly SortKey[]): readonly string[] {
  return sort.flatMap(({ column: position, descending }) => {
    const { kind, sql } = columnAt(columns, position);
    if (!descending) return [`${sql} nulls last`];
    return [...(kind === "float" ? [`isnan(${sql}) nulls last`] : []), `${sql} desc nulls last`];
  });
}

function filterSql(column: DuckdbColumn, filter: Filter, put: PutText): string {
  switch (filter.kind) {
    case "missing":
      return `${column.sql} is ${filter.missing ? "" : "not "}null`;
    case "contains":
      return containsSql(column, filter.text, put) ?? "false";
    case "among":
      return amongSql(column, filter.values, filter.not, put);
    case "range":
      return rangeSql(column, filter, put);
  }
}

function rangeSql(
  column: DuckdbColumn,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  put: PutText,
): string {
  const ends = [
    ...(from === undefined ? [] : [boundSql(column, from, "from", put)]),
    ...(to === undefined ? [] : [boundSql(column, to, "to", put)]),
  ];
  if (ends.includes(false)) return "false";
  const known = [
    `${column.sql} is not null`,
    ...(column.kind === "float" ? [`not isnan(${column.sql})`] : []),
  ];
  return [...known, ...ends.filter((end) => typeof end === "string")].join(" and ");
}

function amongSql(
  column: DuckdbColumn,
  values: readonly (string | null)[],
  not: boolean,
  put: PutText,
): string {
  const texts = values.filter((value) => value !== null);
  const members = texts.map((text) => memberSql(column, text, put)).filter((sql) => sql !== undefined);
  const typed = ["exact", "float", "date", "instant"].includes(column.kind);
  const value = typed ? comparable(column) : textSql(column, column.sql);
  const isMember = members.length === 0 ? "false" : `coalesce((${value}) in (${members.join(", ")}), false)`;
  const found = values.includes(null) ? `(${isMember} or ${column.sql} is null)` : isMember;
  return not ? `not ${found}` : found;
}

function searchSql(columns: readonly DuckdbColumn[], search: string, put: PutText): string {
  const found = columns.map((column) => containsSql(column, search, put)).filter((sql) => sql !== undefined);
  // Missing values have nothing in them.
  return found.length === 0 ? "false" : `(${found.map((sql) => `coalesce(${sql}, false)`).join(" or ")})`;
}

/** What the texts of these kinds are made of; a text with anything else in it needs no looking. */
const alphabets: Partial<Record<DuckdbColumn["kind"], RegExp>> = {
  exact: /^[-\d.]*$/,
  float: /^[-+\d.einfa]*$/i,
  date: /^[-\dinfty bc()]*$/i,
  instant: /^[-+:\d.tz infybc()]*$/i,
  boolean: /^[truefals]*$/i,
  bytes: /^[\da-fx]*$/i,
};

/** Undefined where no value can have the text in it. */
function containsSql(column: DuckdbColumn, text: string, put: PutText): string | undefined {
  const { kind, sql } = column;
  if (alphabets[kind]?.test(text) === false || kind === "null") return undefined;
  // An instant may be looked for with a blank, as it is shown, or with a T.
  const needle = kind === "instant" ? text.trim().replace(/ (?=\d|$)/, "T") : text;
  return `contains(lower(${textSql(column, sql)}), lower(${put(needle)}))`;
}
