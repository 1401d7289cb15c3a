/** The kernel's answer about some rows, as values. */
import { property } from "../property.ts";
import { SourceProblem } from "../frame-source.ts";
import type { SourceAnswer } from "../frame-source.ts";
import { readTable } from "../table.ts";
import type { TableColumn } from "../table.ts";

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

/** Throws a {@link SourceProblem} when the answer is not of that many columns. */
export function readWindow({ result, buffers }: SourceAnswer, columns: number): ReadWindow {
  const [stream] = buffers;
  if (stream === undefined) throw new SourceProblem("failed", "The kernel sent no rows.");
  const table = readTable(stream);
  if (table.columns.length !== columns)
    throw new SourceProblem("failed", "The kernel sent other columns than were asked for.");
  const cuts = cutsOf(result);
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

function cutsOf(result: unknown): Map<number, Map<number, number>> {
  const cuts = new Map<number, Map<number, number>>();
  const told = property(result, "cut");
  for (const each of Array.isArray(told) ? told : []) {
    const [column, row, length] = ["column", "row", "length"].map((name) => property(each, name));
    if (typeof column !== "number" || typeof row !== "number" || typeof length !== "number") continue;
    const ofColumn = cuts.get(column) ?? new Map<number, number>();
    cuts.set(column, ofColumn.set(row, length));
  }
  return cuts;
}
