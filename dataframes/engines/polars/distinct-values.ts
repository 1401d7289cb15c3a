/** The different values of a column, most frequent first. */
import type { ValuesResult } from "../../protocol/reply.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { collect } from "./collect.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Polars } from "./polars-types.ts";
import { numberCell, readRows } from "./read-rows.ts";
import { hasText } from "./text-search.ts";
import { valueText } from "./value-text.ts";
import type { Queried } from "./view-rows.ts";

export async function distinctValues(
  pl: Polars,
  { lazy, at }: Queried,
  column: PolarsColumn,
  search: string,
  limit: number,
  signal: AbortSignal,
): Promise<ValuesResult> {
  if (column.role === "nested" || column.role === "bytes")
    throw new DataframeError(
      "unsupported",
      `The values of "${column.name}" (${column.label}) cannot be listed.`,
    );
  const values = column.categories ? at(column).cast(pl.String) : at(column);
  const groups = lazy
    .select(values.alias("value"))
    .groupBy([pl.nth(0)], false)
    .agg(pl.len().alias("count"));
  const words = { pl, columns: [column], of: () => pl.nth(0) };
  const found = search === "" ? groups : groups.filter(hasText(words, column, search) ?? pl.lit(false));
  const rows = readRows(
    await collect(
      found.sort([pl.nth(1), pl.nth(0)], [true, false], [true, true], false).slice(0, limit + 1),
      signal,
    ),
  );
  const all = rows.get("value")?.values ?? [];
  return {
    values: all.slice(0, limit).map((value, row) => ({
      value: value === null || value === undefined ? null : valueText(column.type, value),
      count: numberCell(rows, "count", row),
    })),
    more: all.length > limit,
  };
}
