/** Values as the text that filters and summaries are made of. */
import { Type } from "@uwdata/flechette";
import type { DataType } from "@uwdata/flechette";
import { formatInstant } from "../../values/format-instant.ts";
import { plainValue } from "../../values/plain-value.ts";

/** Points in time are in ISO 8601, in UTC where the column has a zone. @param value as Arrow gives it */
export function valueText(type: DataType, value: unknown): string {
  if (type.typeId === Type.Timestamp)
    return formatInstant(BigInt(String(value)), type.unit * 3, type.timezone === null ? null : "UTC").replace(
      " ",
      "T",
    );
  const plain = plainValue(type, value, "whole");
  if (typeof plain === "number" || typeof plain === "bigint" || typeof plain === "boolean")
    return String(plain);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}
