/** Results of queries: read through Arrow, as the library's own way to JavaScript rounds large integers. */
import { tableFromIPC } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { readOptions } from "../../values/plain-value.ts";
import { streamOf } from "./eager-frame.ts";

export interface ReadColumn {
  readonly type: DataType;
  readonly values: readonly unknown[];
}

/** Columns by their names. */
export function readRows(frame: object): ReadonlyMap<string, ReadColumn> {
  const table = tableFromIPC(streamOf(frame), readOptions);
  return new Map(
    table.schema.fields.map(({ name, type }, index) => {
      const column = table.getChildAt<unknown>(index);
      return [
        name,
        { type, values: Array.from({ length: table.numRows }, (_, row): unknown => column.at(row)) },
      ];
    }),
  );
}

/** A value of a column, or null where there is none. */
export function cell(rows: ReadonlyMap<string, ReadColumn>, name: string, row = 0): unknown {
  return rows.get(name)?.values[row] ?? null;
}

export function numberCell(rows: ReadonlyMap<string, ReadColumn>, name: string, row = 0): number {
  return Number(cell(rows, name, row) ?? 0);
}
