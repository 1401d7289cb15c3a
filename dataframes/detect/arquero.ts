/** Tables of arquero. Filters and orderings of the table hold. */
import { aCount, anArray, hasMethods } from "../values/duck-typing.ts";
import type { Dataframe } from "./dataframe.ts";
import { inferColumn } from "./infer-encoding.ts";
import type { ReadableDataframe } from "./column-reader.ts";
import { toDataframe } from "./column-reader.ts";

/** A ColumnTable. */
export function readArquero(value: object): ReadableDataframe | undefined {
  if (!hasMethods(value, "columnNames", "numRows", "numCols", "totalRows", "get", "indices"))
    return undefined;
  const rows = aCount(value.numRows());
  // Asked once: the table finds a row by it each time, and makes it again for each ordering.
  const plain = rows === value.totalRows() && !(hasMethods(value, "isOrdered") && value.isOrdered() === true);
  const indices = plain ? undefined : value.indices();
  const columns = anArray(value.columnNames()).map((name) => {
    const column = hasMethods(value, "column") ? value.column(name) : undefined;
    const at = reader(column, indices) ?? ((row: number) => value.get(name, row));
    return inferColumn(String(name), rows, at);
  });
  return { kind: "Table", rows: () => rows, columns };
}

/** As the preview shows it. */
export function fromArquero(value: object): Dataframe | undefined {
  const frame = readArquero(value);
  return frame === undefined ? undefined : toDataframe(frame);
}

/** Reads from the column itself, which is an array or has a method `at`. */
function reader(column: unknown, indices: unknown): ((row: number) => unknown) | undefined {
  if (typeof column !== "object" || column === null) return undefined;
  if (indices !== undefined && !(indices instanceof Uint32Array)) return undefined;
  const place = (row: number): number => indices?.[row] ?? row;
  if (Array.isArray(column)) return (row) => column[place(row)] as unknown; // SAFETY: any element is unknown.
  return hasMethods(column, "at") ? (row) => column.at(place(row)) : undefined;
}
