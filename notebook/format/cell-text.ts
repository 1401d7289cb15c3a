/** How a cell's text stands in the file: plain for code, behind `// ` for Markdown. */
import type { CellKind } from "../model.ts";
import { escapeLine, unescapeLine } from "./escape.ts";

/** A cell's text in the form the model keeps it: lines end in "\n", and code has no blank lines at its end. */
export function normalText(kind: CellKind, text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n");
  return kind === "markdown" ? lines : withoutBlankEnd(lines.split("\n")).join("\n");
}

/** The lines without the blank ones at their end. */
export function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  let count = lines.length;
  while (count > 0 && isBlank(lines[count - 1])) count -= 1;
  return lines.slice(0, count);
}

/** Whether a line has nothing but spaces and tabs. */
export function isBlank(line: string | undefined): boolean {
  return line === undefined || /^[ \t]*$/.test(line);
}

/** A cell's text from its lines in the file. */
export function textOfLines(kind: CellKind, lines: readonly string[]): string {
  const plain = lines.map(unescapeLine);
  if (kind !== "markdown") return plain.join("\n");
  return plain.map((line) => (isBlank(line) ? "" : line.replace(/^\/\/ ?/, ""))).join("\n");
}

/** A cell's lines in the file from its text; none for an empty text. */
export function linesOfText(kind: CellKind, text: string, escapeMarkers: boolean): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (kind !== "markdown") return lines.map((line) => escapeLine(line, escapeMarkers));
  return lines.map((line) => escapeLine(line === "" ? "//" : `// ${line}`, true));
}
