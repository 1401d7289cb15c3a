/** A column by the values of it that are here, in whatever order the rows are. */
import type { GridContent } from "./grid-cells.ts";
import type { TableColumn } from "../table/table.ts";

/** Values that are not here take no room. */
export function heldColumn({ columns, rows }: GridContent, column: number): TableColumn | undefined {
  const found = columns[column];
  if (found === undefined) return undefined;
  return {
    ...found,
    cell: (row) => {
      const value = rows.at(row, column);
      return value?.column.cell(value.row) ?? { kind: "value", text: "", cut: false };
    },
  };
}
