/** A part of the table as spreadsheets take it: tabs between cells, one line to a row. Pure. */
import type { Area } from "./selection.ts";
import type { Table } from "./table.ts";

/** Values in full; null and empty text are both nothing. */
export function toTsv(table: Table, area: Area, withNames: boolean): string {
  const columns = table.columns.slice(area.left, area.right + 1);
  const lines = withNames ? [columns.map(({ name }) => quoted(name)).join("\t")] : [];
  for (let row = area.top; row <= area.bottom; row += 1)
    lines.push(columns.map((column) => quoted(column.whole(row))).join("\t"));
  return lines.join("\n");
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
