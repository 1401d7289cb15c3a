/** How a cell's text stands in the file: plain for code, behind `// ` for Markdown. */
import type { CellKind } from "../model.ts";
import { isMarkerLine } from "./marker.ts";

/**
 * A line of a cell that looks like a marker is written with a backslash, `// \%%`, and read back without.
 * In code that is still a comment, and inside a template literal `\%` means `%`: the file keeps its meaning for TypeScript.
 */

/** Whatever stands between `//` and the backslash: files written when more than one space made a marker read as they did. */
const ESCAPED = /^(\/\/[ \t]*)\\(\\*%%(?=[ \t[]|$))/;

/** Takes the one backslash off that writing put there. */
function unescapeLine(line: string): string {
  return line.replace(ESCAPED, "$1$2");
}

/** Escapes a line that reading would unescape, and a line that looks like a marker where `markers` is set. */
function escapeLine(line: string, markers: boolean): string {
  if (!ESCAPED.test(line) && !(markers && isMarkerLine(line))) return line;
  return line.replace(/^(\/\/[ \t]*)/, "$1\\");
}

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
