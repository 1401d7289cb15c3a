/** Writes columns of values as an Arrow stream, for libraries that write none themselves. */
import { Column, columnFromArray, Endianness, field, Table, tableToIPC, Version } from "@uwdata/flechette";
import { buildColumn } from "./build-column.ts";
import { asText } from "./encoding.ts";
import type { Encoding } from "./encoding.ts";

/** One column, as a library gives it. */
export interface ValueColumn {
  readonly name: string;
  readonly encoding: Encoding;
  readonly values: readonly unknown[];
  /** How its values read where one of them fits nowhere else; JSON where it is not given. */
  readonly asText?: (value: unknown) => string;
}

/** A column that is made already. */
export interface MadeColumn {
  readonly name: string;
  readonly made: Column<unknown>;
}

/** The bytes of an uncompressed Arrow IPC stream; a column with a value that fits nowhere travels as text. */
export function writeStream(columns: readonly (ValueColumn | MadeColumn)[]): Uint8Array {
  const built = columns.map((column) => {
    if ("made" in column) return column.made;
    const { encoding, values, asText: encode } = column;
    try {
      return build(encoding, values);
    } catch {
      // Text takes any value.
      return build(encode === undefined ? asText : { ...asText, encode }, values);
    }
  });
  const fields = columns.map(({ name }, index) => field(name, built[index]?.type ?? asText.type));
  const schema = { version: Version.V5, endianness: Endianness.Little, fields, metadata: null };
  const bytes = tableToIPC(new Table(schema, built), { format: "stream" });
  if (bytes === null) throw new Error("The Arrow writer gave no bytes.");
  return bytes;
}

function build(encoding: Encoding, values: readonly unknown[]): Column<unknown> {
  const built = buildColumn(encoding, values);
  if (built !== undefined) return built;
  const { type, raw, encode } = encoding;
  const encoded = values.map((value) => (value === null || value === undefined ? null : encode(value)));
  const column = columnFromArray<unknown>(encoded, raw ?? type);
  return raw === undefined ? column : new Column([...column.data], type);
}
