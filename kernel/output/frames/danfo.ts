/** DataFrames and Series of danfojs-node. */
import { anArray, property } from "./duck.ts";
import type { Frame } from "./frame.ts";
import { mostRows } from "./frame.ts";
import { inferEncoding } from "./infer-encoding.ts";
import { writeStream } from "./write-stream.ts";

/** An index that merely counts the rows is left out. */
export function fromDanfo(value: object): Frame | undefined {
  const series = property(value, "$isSeries");
  if (typeof series !== "boolean" || !Array.isArray(property(value, "$columns"))) return undefined;
  const index = anArray(property(value, "index"));
  const head = anArray(property(value, "values")).slice(0, mostRows);
  const rows = series ? head.map((cell) => [cell]) : head.map(anArray);
  const named = anArray(property(value, "columns")).map((name, at) => ({
    name: String(name),
    type: String(anArray(property(value, "dtypes"))[at]),
    values: rows.map((row) => row[at]),
  }));
  const counting = index.slice(0, mostRows).every((label, at) => label === at);
  const labels = { name: "index", type: "index", values: index.slice(0, mostRows) };
  const columns = [...(counting ? [] : [labels]), ...named].map((column) => ({
    ...column,
    encoding: inferEncoding(column.values).encoding,
  }));
  return {
    kind: series ? "Series" : "DataFrame",
    rows: index.length,
    types: columns.map(({ type }) => type),
    stream: (count) =>
      writeStream(columns.map((column) => ({ ...column, values: column.values.slice(0, count) }))),
  };
}
