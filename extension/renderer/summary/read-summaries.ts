/** The kernel's answer about columns, as far as it is what was asked for. Pure. */
import type { ColumnSummary } from "../../../protocol/frames/summary.ts";
import { property } from "../property.ts";

export function readSummaries(result: unknown): readonly ColumnSummary[] {
  const told = property(result, "summaries");
  return Array.isArray(told) ? told.filter(isSummary) : [];
}

function isSummary(value: unknown): value is ColumnSummary {
  const histogram = property(value, "histogram");
  const top = property(value, "top");
  return (
    ["column", "count", "nulls"].every((name) => typeof property(value, name) === "number") &&
    (histogram === undefined ||
      (isList(property(histogram, "edges"), "string") && isList(property(histogram, "counts"), "number"))) &&
    (top === undefined ||
      (Array.isArray(top) &&
        top.every(
          (each: unknown) =>
            typeof property(each, "value") === "string" && typeof property(each, "count") === "number",
        )))
  );
}

function isList(value: unknown, type: string): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === type);
}
