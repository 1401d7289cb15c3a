/** The rows that came with the output, and no others. */
import type { Table } from "../table/table.ts";
import type { HeldValue, RowCount, Rows } from "./rows.ts";

export class InlineRows implements Rows {
  readonly count: RowCount;
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
    this.count = { known: table.rows, exact: true };
  }

  at(row: number, column: number): HeldValue | undefined {
    return heldIn(this.#table, row, column);
  }

  want(): void {
    // All that there is, is here.
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}

/** Undefined for rows and columns that the table has not. */
export function heldIn(table: Table, row: number, column: number): HeldValue | undefined {
  const found = row < table.rows ? table.columns[column] : undefined;
  if (found === undefined) return undefined;
  return { column: found, row, length: table.cut?.get(column)?.get(row) };
}
