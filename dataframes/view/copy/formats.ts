/** A part of the table as text for other programs. Pure. */
import { jsonOf } from "../table/json-of.ts";
import type { HeldValue } from "../rows/rows.ts";

/** What is copied: names of the columns, and the values by row and column. */
export interface Copied {
  readonly names: readonly string[];
  readonly rows: number;
  readonly at: (row: number, column: number) => HeldValue | undefined;
}

export type CopyFormat = "tsv" | "markdown" | "json";

/** @param withNames whether TSV begins with the columns' names; the other forms always have them */
export function copiedText(copied: Copied, format: CopyFormat, withNames: boolean): string {
  switch (format) {
    case "tsv":
      return toTsv(copied, withNames);
    case "markdown":
      return toMarkdown(copied);
    case "json":
      return toJson(copied);
  }
}

/** As spreadsheets take it. Values in full; null and empty text are both nothing. */
function toTsv(copied: Copied, withNames: boolean): string {
  const lines = rowsOf(copied, whole).map((row) => row.map(quoted).join("\t"));
  return (withNames ? [copied.names.map(quoted).join("\t"), ...lines] : lines).join("\n");
}

function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toMarkdown(copied: Copied): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = copied.names.map((_, column) =>
    copied.at(0, column)?.column.numeric === true ? "--:" : "---",
  );
  return [
    line(copied.names.map(escaped)),
    line(rule),
    ...rowsOf(copied, whole).map((row) => line(row.map(escaped))),
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]&]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, "<br>");
}

/** A list of objects; where names repeat, the names and a list of lists. */
function toJson(copied: Copied): string {
  const names = copied.names.map((name) => jsonOf(name));
  const rows = rowsOf(copied, (value) => value?.column.json(value.row) ?? "null");
  if (new Set(names).size < names.length)
    return `{\n  "columns": [${names.join(", ")}],\n  "rows": [\n${rows.map((row) => `    [${row.join(", ")}]`).join(",\n")}\n  ]\n}`;
  const objects = rows.map(
    (row) => `  {${row.map((value, column) => `${names[column] ?? '""'}: ${value}`).join(", ")}}`,
  );
  return `[\n${objects.join(",\n")}\n]`;
}

function rowsOf({ names, rows, at }: Copied, text: (value: HeldValue | undefined) => string): string[][] {
  return Array.from({ length: rows }, (_, row) => names.map((__, column) => text(at(row, column))));
}

function whole(value: HeldValue | undefined): string {
  return value?.column.whole(value.row) ?? "";
}
