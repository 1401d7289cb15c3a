/** The different values of a column and how often they are there. */
import type { ValuesResult } from "../../protocol/reply.ts";
import type { View } from "../../protocol/view.ts";
import type { DuckdbColumn } from "./column.ts";
import { isToldTyped, textSql, valueText } from "./column-text.ts";
import type { PrivateTable } from "./private-table.ts";
import { asCount, rowsOf } from "./result-values.ts";
import { conditionSql, orderSql } from "./view-sql.ts";

interface ValuesQuestion {
  readonly view: View;
  readonly column: DuckdbColumn;
  readonly search: string;
  readonly limit: number;
}

export async function columnValues(
  table: PrivateTable,
  columns: readonly DuckdbColumn[],
  { view, column, search, limit }: ValuesQuestion,
  signal: AbortSignal,
): Promise<ValuesResult> {
  const { index, sql } = column;
  const only: View =
    search === ""
      ? view
      : { ...view, filters: [...view.filters, { kind: "contains", column: index, text: search }] };
  const order = orderSql(columns, [{ column: index, descending: false }]).join(", ");
  const found = await table.ask(
    (put) => `
      select ${toldSql(column, sql)}, ${sql} is null, n
      from (select ${sql}, count(*) n from t where ${conditionSql(columns, only, put)} group by ${sql})
      order by n desc, ${order} limit ${limit + 1}`,
    signal,
  );
  const values = rowsOf(found).map(([value, missing, count]) => ({
    value: missing === true ? null : toldText(column, value),
    count: asCount(count),
  }));
  return { values: values.slice(0, limit), more: values.length > limit };
}

/** How `value`, an expression, is fetched where {@link toldText} makes text of it. */
export function toldSql(column: DuckdbColumn, value: string): string {
  return isToldTyped(column) ? value : textSql(column, value);
}

/** A value that was fetched as {@link toldSql} says, not null. */
export function toldText(column: DuckdbColumn, value: unknown): string {
  return isToldTyped(column) ? valueText(column, value) : String(value);
}
