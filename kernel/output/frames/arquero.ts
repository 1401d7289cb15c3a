/** Tables of arquero. Filters and orderings of the table hold. */
import { aCount, anArray, hasMethods } from "./duck.ts";
import type { Frame } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { inferEncoding } from "./infer-encoding.ts";
import { writeStream } from "./write-stream.ts";

/** A ColumnTable. */
export function fromArquero(value: object): Frame | undefined {
  if (!hasMethods(value, "columnNames", "numRows", "numCols", "totalRows", "get", "reify")) return undefined;
  const rows = aCount(value.numRows());
  const shown = Math.min(rows, mostRows);
  const columns = anArray(value.columnNames()).map((name) => {
    const values = Array.from({ length: shown }, (_, row) => value.get(name, row));
    return { name: String(name), values, ...inferEncoding(values) };
  });
  return {
    kind: "Table",
    rows,
    types: columns.map(({ type }) => type),
    stream: (count) =>
      writeStream(columns.map((column) => ({ ...column, values: column.values.slice(0, count) }))),
  };
}
