/** The first rows of a frame as text, read back from the stream that travels, so that all its forms say the same. */
import { type DataType, tableFromIPC } from "@uwdata/flechette";
import type { Dataframe } from "../detect/dataframe.ts";
import { jsonText } from "../values/json-text.ts";
import { isNumeric, plainValue, readOptions } from "../values/plain-value.ts";

/** One column; null stands for a missing value. */
export interface PreviewColumn {
  readonly name: string;
  readonly type: string;
  readonly numeric: boolean;
  readonly cells: readonly (string | null)[];
}

/** What the text and the HTML of a frame are made of. */
export interface Preview {
  /** For example `DataFrame: 1,461 rows × 6 columns`. */
  readonly title: string;
  readonly note: string | undefined;
  readonly rows: number | null;
  /** All rows that are known of. */
  readonly known: number;
  /** How many columns there are; `columns` has the first of them. */
  readonly width: number;
  readonly columns: readonly PreviewColumn[];
  /** Rows in the stream. */
  readonly shown: number;
}

const rowsRead = 20;
const columnsRead = 100;

/** Reads the stream back. */
export function preview(frame: Dataframe, stream: Uint8Array): Preview {
  const table = tableFromIPC(stream, readOptions);
  const rows = Math.min(rowsRead, table.numRows);
  const columns = table.children.slice(0, columnsRead).map((column, index): PreviewColumn => {
    const cells = Array.from({ length: rows }, (_, row) => {
      const value: unknown = column.at(row);
      return value === null || value === undefined ? null : formatValue(column.type, value);
    });
    const name = table.schema.fields[index]?.name ?? "";
    return { name, type: frame.types[index] ?? "", numeric: isNumeric(column.type), cells };
  });
  const width = table.numCols;
  const counted =
    frame.rows === null
      ? `${plural(frame.rowsSoFar ?? table.numRows, "row")} so far`
      : plural(frame.rows, "row");
  return {
    title: `${frame.kind}: ${counted} × ${plural(width, "column")}`,
    note: frame.note,
    rows: frame.rows,
    known: frame.rows ?? frame.rowsSoFar ?? table.numRows,
    width,
    columns,
    shown: table.numRows,
  };
}

/** `1,461`. */
function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1,461 rows`, `1 row`. */
export function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? "" : "s"}`;
}

/** Values read from an Arrow stream as text. */

/** One value of a column of this type, which is not null. */
function formatValue(type: DataType, value: unknown): string {
  const leaf = plainValue(type, value, "short");
  if (typeof leaf === "string") return leaf;
  const single = typeof leaf === "number" || typeof leaf === "boolean" || typeof leaf === "bigint";
  return single ? String(leaf) : jsonText(leaf);
}
