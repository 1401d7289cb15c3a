/** What expressions are made with. */
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, Polars } from "./polars-types.ts";

/** How expressions are made: for running with the library itself, for reading with a writer of code. */
export interface Words {
  readonly pl: Polars;
  readonly columns: readonly PolarsColumn[];
  /** The column as an expression. */
  readonly of: (column: PolarsColumn) => Expr;
}

/** Refuses positions beyond the last column. */
export function columnAt({ columns }: Pick<Words, "columns">, position: number): PolarsColumn {
  const column = columns[position];
  if (column === undefined) throw new DataframeError("bad-request", `There is no column ${position}.`);
  return column;
}
