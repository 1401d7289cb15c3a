/** A dataframe in few words: in a line, its columns, its first rows. */
import { tableFromIPC } from "@uwdata/flechette";
import type { KnownColumn, KnownValue } from "../../protocol/knowledge.ts";
import { readOptions } from "../values/plain-value.ts";
import { anArray, anObject, hasMethods, property } from "../values/duck-typing.ts";
import { findDataframe } from "../detect/find-dataframe.ts";
import { preview } from "./preview.ts";

/** Undefined when the value is no dataframe. May throw where it only resembles one. */
export function dataframeColumns(value: object): readonly KnownColumn[] | undefined {
  const found = findDataframe(value);
  if (found === undefined) return undefined;
  if ("text" in found) return columnsBeforeRows(value);
  const { fields } = tableFromIPC(found.stream(1), readOptions).schema;
  return fields.map(({ name }, index) => ({ name, type: found.types[index] ?? "" }));
}

/** Of a lazy frame of polars and of a result that streams: both know their columns before they have rows. */
function columnsBeforeRows(value: object): readonly KnownColumn[] {
  if (Object.hasOwn(value, "_ldf"))
    return anArray(property(anObject(property(value, "_ldf")), "columns")).map((name) => ({
      name: String(name),
      type: "lazy",
    }));
  if (!hasMethods(value, "columnNames", "columnTypes")) return [];
  const types = anArray(value.columnTypes());
  return anArray(value.columnNames()).map((name, index) => ({
    name: String(name),
    type: String(types[index]),
  }));
}

/** What fits into a hover. */
interface FirstRows {
  readonly rows: number;
  readonly columns: number;
}

/** Undefined when the value is no dataframe. May throw where it only resembles one. */
export function dataframeSummary(value: object, most: FirstRows): KnownValue | undefined {
  const found = findDataframe(value);
  if (found === undefined) return undefined;
  if ("text" in found) {
    const columns = columnsBeforeRows(value);
    const type = Object.hasOwn(value, "_ldf") ? "LazyFrame" : "DuckDB result";
    const [line = ""] = found.text.split("\n");
    return {
      type,
      shape: [null, columns.length],
      preview: line,
      columns: columns.slice(0, most.columns),
      rows: [],
    };
  }
  const { columns, width, rows, shown } = preview(found, found.stream(most.rows));
  const first = columns.slice(0, most.columns);
  return {
    type: found.kind,
    shape: [rows, width],
    preview: columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
    columns: first.map(({ name, type }) => ({ name, type })),
    rows: Array.from({ length: Math.min(shown, most.rows) }, (_, row) =>
      first.map(({ cells }) => cells[row] ?? null),
    ),
  };
}

interface FrameLine {
  readonly type: string;
  readonly shape: (number | null)[];
  /** The columns with their types. */
  readonly preview: string;
}

/** Undefined when the value is no dataframe. May throw where it only resembles one. */
export function describeDataframe(value: object): FrameLine | undefined {
  const found = findDataframe(value);
  if (found === undefined) return undefined;
  if ("text" in found) return { type: "LazyFrame", shape: [null], preview: found.text };
  const { rows, width, columns } = preview(found, found.stream(1));
  return {
    type: found.kind,
    shape: [rows, width],
    preview: columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
  };
}
