/** The rows of what is looked at; those that are not here yet can be asked for. */
import type { TableColumn } from "../table/table.ts";

/** How many rows there are. */
export interface RowCount {
  /** Rows known of. */
  readonly known: number;
  /** False where there may be more. */
  readonly exact: boolean;
}

/** Where a value stands: in a column of what came, which may have only a part of the rows. */
export interface HeldValue {
  readonly column: TableColumn;
  readonly row: number;
  /** Characters or bytes of the whole value where only its beginning came. */
  readonly length: number | undefined;
}

/** Rows in sight and the columns that are wanted of them, by their position in the frame. */
export interface Wanted {
  readonly first: number;
  readonly count: number;
  readonly columns: readonly number[];
}

export interface Rows {
  readonly count: RowCount;
  /** Undefined while the value is not here. */
  at(row: number, column: number): HeldValue | undefined;
  /** Told again whenever other rows or columns come into sight; what was wanted before no longer is. */
  want(wanted: Wanted): void;
  dispose(): void;
}
