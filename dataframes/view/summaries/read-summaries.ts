/** The kernel's answer about columns, as far as it is what was asked for. Pure. */
import type { ColumnSummary } from "../../protocol/summary.ts";
import { property } from "../page/property.ts";

export function readSummaries(result: unknown): readonly ColumnSummary[] {
  const told = property(result, "summaries");
  const summaries: readonly ColumnSummary[] = Array.isArray(told) ? told.filter(isSummary) : [];
  return summaries.map((each) => ({ ...each, distinctExact: property(each, "distinctExact") !== false }));
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
