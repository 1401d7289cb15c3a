/** A frame for terminals and logs: shape, column types, and a table of the columns that fit. */
import { oneLine, placesOf } from "../values/one-line.ts";
import { plural } from "./preview.ts";
import type { Preview, PreviewColumn } from "./preview.ts";

const widest = 100;
const widestCell = 32;
const rowsShown = 10;
const between = "  ";

/** Lines of at most 100 places. */
export function textTable(preview: Preview): string {
  const blocks = fitting(preview.columns.map(block));
  const rows = Math.min(rowsShown, preview.columns[0]?.cells.length ?? 0);
  const lines = [oneLine(preview.title, widest)];
  if (preview.note !== undefined) lines.push(preview.note);
  if (blocks.length > 0) {
    lines.push("");
    for (let line = 0; line < rows + 3; line += 1)
      lines.push(
        blocks
          .map((texts) => texts[line] ?? "")
          .join(between)
          .trimEnd(),
      );
  }
  return [...lines, ...whatIsLeft(preview, rows, blocks.length)].join("\n");
}

/** The lines of one column, all of the same width: name, type, rule, cells. */
function block({ name, type, numeric, cells }: PreviewColumn): readonly string[] {
  const texts = [name, type, ...cells.slice(0, rowsShown).map((cell) => cell ?? "null")].map((text) =>
    oneLine(text, widestCell),
  );
  const width = Math.max(1, ...texts.map(placesOf));
  const [first = "", second = "", ...rest] = texts.map((text) => {
    const blank = " ".repeat(width - placesOf(text));
    return numeric ? blank + text : text + blank;
  });
  return [first, second, "-".repeat(width), ...rest];
}

function fitting(blocks: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let used = -between.length;
  const rest = blocks.findIndex(([line]) => {
    used += between.length + placesOf(line ?? "");
    return used > widest;
  });
  return rest === -1 ? blocks : blocks.slice(0, rest);
}

function whatIsLeft(preview: Preview, rows: number, columns: number): readonly string[] {
  const lines: string[] = [];
  if (preview.known > rows && rows > 0) lines.push(`… ${plural(preview.known - rows, "more row")}`);
  if (preview.width > columns) {
    const names = preview.columns.slice(columns).map(({ name, type }) => `${name} (${type})`);
    const text = `… ${plural(preview.width - columns, "more column")}: ${names.join(", ")}`;
    lines.push(oneLine(text, widest));
  }
  return lines;
}
