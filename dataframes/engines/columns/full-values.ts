/** Columns as they are when somebody looks closer than a preview: texts and nested values are not cut. */
import { asNull, asText, asWholeText } from "../../values/encoding.ts";
import type { ReadableColumn } from "../../detect/column-reader.ts";

/** The same column; one in whose first rows nothing is shows what comes later as text. */
export function inFull(column: ReadableColumn): ReadableColumn {
  const cut = column.encoding === asText || (column.encoding === asNull && !column.declared);
  return cut ? { ...column, encoding: asWholeText } : column;
}
