/** A column of a polars frame: where it is, and how its values travel. */
import { tableFromIPC, Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { readOptions } from "../../values/plain-value.ts";
import { roleOfType } from "../../values/column-role.ts";
import type { ColumnRole } from "../../protocol/reply.ts";

export interface PolarsColumn {
  readonly position: number;
  readonly name: string;
  /** In the library's own words. */
  readonly label: string;
  /** As Arrow has it: the library's own types do not tell the unit of a duration, and fail on binary columns. */
  readonly type: DataType;
  readonly role: ColumnRole;
  /** Text that is held once for all rows that have it. */
  readonly categories: boolean;
}

/** From an Arrow stream of the frame's columns; rows are not needed. */
export function polarsColumns(stream: Uint8Array, labels: readonly string[]): readonly PolarsColumn[] {
  return tableFromIPC(stream, readOptions).schema.fields.map(({ name, type: arrow }, position) => {
    const categories = arrow.typeId === Type.Dictionary;
    const type = categories ? arrow.dictionary : arrow;
    return { position, name, label: labels[position] ?? "", type, role: roleOfType(type.typeId), categories };
  });
}
