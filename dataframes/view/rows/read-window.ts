/** The kernel's answer about some rows, as values. */
import { property } from "../page/property.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { SourceAnswer } from "../source/dataframe-source.ts";
import { readTable } from "../table/table.ts";
import type { TableColumn } from "../table/table.ts";
import { readCut } from "../table/cut-values.ts";

/** A column of a window. */
export interface Piece {
  readonly column: TableColumn;
  readonly rows: number;
  /** Lengths of the values that did not come whole, by row of the window. */
  readonly cut: ReadonlyMap<number, number>;
}

export interface ReadWindow {
  /** Rows of the view, null when nobody has counted them. */
  readonly rows: number | null;
  readonly came: number;
  /** As the columns were asked for. */
  readonly pieces: readonly Piece[];
}

/** Throws a {@link DataframeError} when the answer is not of that many columns. */
export function readWindow({ result, buffers, table: found }: SourceAnswer, columns: number): ReadWindow {
  const [stream] = buffers;
  const table = found ?? (stream === undefined ? undefined : readTable(stream));
  if (table === undefined) throw new DataframeError("failed", "The kernel sent no rows.");
  if (table.columns.length !== columns)
    throw new DataframeError("failed", "The kernel sent other columns than were asked for.");
  const cuts = readCut(property(result, "cut"));
  const rows = property(result, "rows");
  return {
    rows: typeof rows === "number" ? rows : null,
    came: table.rows,
    pieces: table.columns.map((column, index) => ({
      column,
      rows: table.rows,
      cut: cuts.get(index) ?? new Map<number, number>(),
    })),
  };
}
