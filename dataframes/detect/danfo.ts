/** DataFrames and Series of danfojs-node. */
import { anArray, property } from "../values/duck-typing.ts";
import type { Dataframe } from "./dataframe.ts";
import { mostRows } from "./dataframe.ts";
import { inferColumn } from "./infer-encoding.ts";
import type { ReadableDataframe } from "./column-reader.ts";
import { toDataframe } from "./column-reader.ts";

/** An index that merely counts the rows is left out. */
export function readDanfo(value: object): ReadableDataframe | undefined {
  const series = property(value, "$isSeries");
  if (typeof series !== "boolean" || !Array.isArray(property(value, "$columns"))) return undefined;
  const index = anArray(property(value, "index"));
  // The library gives a new array each time it changes, and makes one for columns that it keeps apart.
  const values = anArray(property(value, "values"));
  const cell = (row: number, column: number): unknown => {
    const cells: unknown = values[row];
    if (series) return cells;
    return Array.isArray(cells) ? cells[column] : undefined;
  };
  const named = anArray(property(value, "columns")).map((name, at) => ({
    ...inferColumn(String(name), values.length, (row) => cell(row, at)),
    type: String(anArray(property(value, "dtypes"))[at]),
  }));
  const counting = index.slice(0, mostRows).every((label, at) => label === at);
  const labels = { ...inferColumn("index", index.length, (row) => index[row]), type: "index" };
  return {
    kind: series ? "Series" : "DataFrame",
    rows: () => index.length,
    columns: [...(counting ? [] : [labels]), ...named],
  };
}

/** As the preview shows it. */
export function fromDanfo(value: object): Dataframe | undefined {
  const frame = readDanfo(value);
  return frame === undefined ? undefined : toDataframe(frame);
}
