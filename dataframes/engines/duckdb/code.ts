/** A view as code. What a result was selected from is not known, so that the reader puts it in. */
import type { View } from "../../protocol/view.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { DuckdbColumn } from "./column.ts";
import { quoted } from "./value-sql.ts";
import { conditionSql, orderSql } from "./view-sql.ts";

/** Refuses columns that have no name of their own. */
export function viewCode(
  columns: readonly DuckdbColumn[],
  shown: readonly DuckdbColumn[],
  view: View,
  name: string,
): string {
  const named = columns.map((column) => ({ ...column, sql: quotedName(column.name) }));
  const used = [
    ...shown.map(({ index }) => index),
    ...[...view.sort, ...view.filters].map(({ column }) => column),
  ];
  checkNames(columns, view.search === "" ? used : columns.map(({ index }) => index));
  const all = shown.length === columns.length && shown.every(({ index }, place) => index === place);
  const selected = all ? "*" : shown.map((column) => quotedName(column.name)).join(", ");
  const where = conditionSql(named, view, quoted);
  const order = orderSql(named, view.sort).join(", ");
  const sql = [
    `select ${selected || "1"}`,
    `from (/* the query that gave ${name.replaceAll("*/", "")} */)`,
    ...(where === "true" ? [] : [`where ${where}`]),
    ...(order === "" ? [] : [`order by ${order}`]),
  ];
  const lines = sql.map((line) => `  ${line.replace(/[\\`]|\$(?=\{)/g, "\\$&")}`);
  return `await connection.runAndReadAll(\`\n${lines.join("\n")}\n\`)`;
}

const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function checkNames(columns: readonly DuckdbColumn[], used: readonly number[]): void {
  for (const index of used) {
    const name = columns[index]?.name ?? "";
    const same = columns.filter((column) => column.name.toLowerCase() === name.toLowerCase());
    if (name !== "" && same.length === 1) continue;
    throw new DataframeError(
      "unsupported",
      `Code names columns, and ${name === "" ? `column ${index + 1} has no name` : `several are called "${name}"`}. Name them in the query with "as".`,
    );
  }
}
