/** Values read from an Arrow stream as text. */
import type { DataType } from "@uwdata/flechette";
import { plainValue } from "./plain-value.ts";
import { jsonText } from "./json-text.ts";

/** One value of a column of this type, which is not null. */
export function formatValue(type: DataType, value: unknown): string {
  const leaf = plainValue(type, value, "short");
  if (typeof leaf === "string") return leaf;
  const single = typeof leaf === "number" || typeof leaf === "boolean" || typeof leaf === "bigint";
  return single ? String(leaf) : jsonText(leaf);
}
