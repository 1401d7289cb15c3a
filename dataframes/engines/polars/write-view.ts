/** Writes a view to a file, in the library's own threads and piece by piece. */
import type { ExportFormat } from "../../protocol/request.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import { collect } from "./collect.ts";
import type { PolarsColumn } from "./polars-column.ts";
import type { Expr, LazyFrame, Polars } from "./polars-types.ts";
import { hasJson } from "./text-search.ts";
import type { Queried } from "./view-rows.ts";

export async function writeView(
  pl: Polars,
  { lazy, at }: Queried,
  columns: readonly PolarsColumn[],
  path: string,
  format: ExportFormat,
  signal: AbortSignal,
): Promise<void> {
  const values = columns.map((column) => (format === "csv" ? plain(pl, at(column), column) : at(column)));
  await collect(sink(lazy.select(...values), path, format), signal);
}

function sink(lazy: LazyFrame, path: string, format: ExportFormat): LazyFrame {
  switch (format) {
    case "csv":
      return lazy.sinkCSV(path, { maintainOrder: true });
    case "parquet":
      return lazy.sinkParquet(path, { compression: "zstd", maintainOrder: true });
    case "arrow":
      // Kept to what older readers know, JavaScript's among them.
      return lazy.sinkIpc(path, { compression: "uncompressed", compatLevel: "oldest", maintainOrder: true });
  }
}

/** What has no place in a CSV file goes there as JSON. */
function plain(pl: Polars, values: Expr, { role, name, type, label }: PolarsColumn): Expr {
  if (role !== "nested" && role !== "bytes") return values;
  if (!hasJson(type))
    throw new DataframeError(
      "unsupported",
      `Bytes such as those of "${name}" (${label}) have no place in CSV. Choose Parquet or Arrow.`,
    );
  return pl
    .struct([values.alias("v")])
    .struct.jsonEncode()
    .str.replace(/^\{"v":/, "")
    .str.replace(/\}$/, "")
    .alias(name);
}
