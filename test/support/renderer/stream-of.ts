/** Makes the bytes that a kernel would send, of columns of any Arrow type. */
import {
  Column,
  columnFromArray,
  Endianness,
  field,
  int64,
  Table,
  tableToIPC,
  Type,
  Version,
} from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";

/** Columns as [name, type, values]; names may be empty or the same. */
export function streamOf(
  ...columns: readonly (readonly [name: string, type: DataType, values: readonly unknown[]])[]
): Uint8Array {
  const built = columns.map(([, type, values]) => build(type, values));
  const fields = columns.map(([name, type]) => field(name, type));
  const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
  const bytes = tableToIPC(new Table(schema, built), { format: "stream" });
  if (bytes === null) throw new Error("The columns could not be written.");
  return bytes;
}

/** Timestamps given as bigints count their own unit. */
function build(type: DataType, values: readonly unknown[]): Column<unknown> {
  const counts = type.typeId === Type.Timestamp && typeof values[0] === "bigint";
  const column = columnFromArray<unknown>([...values], counts ? int64() : type);
  return counts ? new Column([...column.data], type) : column;
}
