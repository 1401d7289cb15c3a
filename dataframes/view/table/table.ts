/** The rows of a frame that came with the output. Pure. */
import { tableFromIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { isNumeric, readOptions } from "../../values/plain-value.ts";
import { cellText, jsonText, readableText, typeName, wholeText } from "./cell-text.ts";
import type { CellText } from "./cell-text.ts";
import { columnUse } from "./column-role.ts";
import type { ColumnUse } from "./column-role.ts";
import type { CutValues } from "./cut-values.ts";

/** Values as they are read with the options of the protocol. */
export interface RawColumn {
  readonly type: DataType;
  at(row: number): unknown;
}

/** One column; names may be empty, and several columns may have the same. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly numeric: boolean;
  readonly use: ColumnUse;
  /** The values themselves. */
  readonly raw: RawColumn;
  cell(row: number): CellText;
  whole(row: number): string;
  readable(row: number): string;
  json(row: number): string;
}

export interface Table {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** Values that did not come whole. */
  readonly cut?: CutValues;
}

/** Reads an Arrow IPC stream; throws on bytes that are none. */
export function readTable(bytes: Uint8Array): Table {
  const table = tableFromIPC(bytes, readOptions);
  const columns = table.children.map((column, index): TableColumn => {
    const { type } = column;
    return {
      name: table.schema.fields[index]?.name ?? "",
      type: typeName(type),
      numeric: isNumeric(type),
      use: columnUse(type),
      raw: { type, at: (row): unknown => column.at(row) },
      cell: (row) => cellText(type, column.at(row)),
      whole: (row) => wholeText(type, column.at(row)),
      readable: (row) => readableText(type, column.at(row)),
      json: (row) => jsonText(type, column.at(row)),
    };
  });
  return { rows: table.numRows, columns };
}
