/** A value in short as Markdown in which data is text alone: no link, image, code or HTML can come of it. */
import type { KnownValue } from "./knowledge.ts";

/** `1,461 rows × 6 columns` of what has rows, `3 entries` of a collection; undefined of anything else. */
export function shapeText({ shape }: Pick<KnownValue, "shape">): string | undefined {
  if (shape === undefined) return undefined;
  const [rows, columns] = shape;
  if (shape.length === 1) return counted(rows, "entry", "entries");
  return `${counted(rows, "row", "rows")} × ${counted(columns, "column", "columns")}`;
}

function counted(count: number | null | undefined, one: string, many: string): string {
  if (count === null || count === undefined) return `? ${many}`;
  return `${String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : many}`;
}

/** Its type and shape, and the first rows or the value itself. */
export function valueMarkdown(value: KnownValue): string {
  const { type, preview, columns, rows } = value;
  const shape = shapeText(value);
  const head = shape === undefined ? markdownText(type) : `${markdownText(type)} · ${shape}`;
  if (columns.length === 0) return type === "function" ? head : `${head} · ${markdownText(preview)}`;
  const width = value.shape?.[1] ?? columns.length;
  const isCut = width > columns.length;
  const line = (texts: readonly string[], rest: string): string =>
    `| ${[...texts, ...(isCut ? [rest] : [])].join(" | ")} |`;
  // Editors draw tables without space between the columns.
  const cells = (texts: readonly string[]): string =>
    line(
      texts.map((text) => `&nbsp;${text}&nbsp;&nbsp;`),
      "…",
    );
  const isNumeric = columns.map(({ type: of }) => /^(?:U?(?:Tiny|Small|Big|Huge)?Int|Float|Double|Decimal|number|bigint)/i.test(of)); // prettier-ignore
  return [
    head,
    "",
    cells(columns.map(({ name, type: of }) => `${markdownText(name)} *${markdownText(of)}*`)),
    line(
      isNumeric.map((numeric) => (numeric ? "--:" : ":--")),
      ":--",
    ),
    ...rows.map((values) => cells(values.map((cell) => (cell === null ? "*null*" : markdownText(cell))))),
  ].join("\n");
}

/** Text of which a reader sees every character as it is: whatever might mean something is written by its number. */
export function markdownText(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.replaceAll(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
