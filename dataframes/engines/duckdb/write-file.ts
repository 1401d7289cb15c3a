/** Writes a view to a file: what DuckDB writes itself, and Arrow streams piece by piece. */
import { open } from "node:fs/promises";
import type { ExportFormat } from "../../protocol/request.ts";
import type { View } from "../../protocol/view.ts";
import type { DuckdbColumn } from "./column.ts";
import { writeArrow } from "./arrow-pieces.ts";
import type { PrivateTable } from "./private-table.ts";
import { quoted } from "./value-sql.ts";
import type { PutText } from "./value-sql.ts";
import { conditionSql, orderSql } from "./view-sql.ts";

interface FileQuestion {
  readonly path: string;
  readonly format: ExportFormat;
  readonly view: View;
  readonly columns: readonly DuckdbColumn[];
}

const options = { csv: "format csv, header true", parquet: "format parquet, compression zstd" } as const;

/** In CSV and Parquet files, names that are there already get a number behind them, and missing ones are made. */
export async function writeFile(
  table: PrivateTable,
  columns: readonly DuckdbColumn[],
  { path, format, view, columns: asked }: FileQuestion,
  signal: AbortSignal,
): Promise<void> {
  const rows = (put: PutText, selected: string): string => {
    const order = [...orderSql(columns, view.sort), "r"].join(", ");
    return `select ${selected} from t where ${conditionSql(columns, view, put)} order by ${order}`;
  };
  if (format !== "arrow") {
    const selected = asked.map(({ name, sql, index }) => `${sql} as ${quotedName(name, index)}`).join(", ");
    // A parameter cannot stand in a statement that writes.
    await table.ask(() => `copy (${rows(quoted, selected)}) to ${quoted(path)} (${options[format]})`, signal);
    return;
  }
  const selected = asked.map(({ sql }, place) => `${sql} as v${place}`).join(", ");
  const found = await table.ask((put) => rows(put, selected), signal);
  const file = await open(path, "wx");
  try {
    await writeArrow(file, found, asked, signal);
  } finally {
    await file.close();
  }
}

function quotedName(name: string, index: number): string {
  return `"${name === "" ? `column${index}` : name.replaceAll('"', '""')}"`;
}
