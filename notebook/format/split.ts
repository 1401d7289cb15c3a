/**
 * A file cut into its head and its cells, as slices that give the file again when put together, whatever the file holds.
 *
 * A marker line inside a template literal or a block comment is text. A literal or comment that is never closed would so
 * swallow every cell that follows; then the first marker after its beginning counts, and the cell is reported.
 */
import { isMarker } from "./marker.ts";
import { CodeScanner } from "./scan-code.ts";

/** One line of a file: where it starts, and its text without the line ending. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

export interface Section {
  /** Index of the first line. */
  readonly first: number;
  /** Index behind the last line. */
  readonly end: number;
  /** Set when a literal or comment is not closed; the 1-based line on which it begins. */
  readonly unclosed?: { readonly what: "template" | "comment"; readonly line: number };
}

/** All lines of a text; a text that ends in a line ending has no empty line behind it. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    lines.push({ start, text: text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end) });
    start = end + 1;
  }
  return lines;
}

/** The cells among the lines from index `from`; the first one may have no marker. */
export function splitCells(lines: readonly Line[], from: number): readonly Section[] {
  const sections: Section[] = [];
  for (let first = from; first < lines.length;) {
    const section = nextSection(lines, first);
    sections.push(section);
    first = section.end;
  }
  return sections;
}

function nextSection(lines: readonly Line[], first: number): Section {
  const scanner = new CodeScanner();
  const marked = isMarker(lines[first]?.text ?? "");
  const markdown = marked && /^\/\/ %%.*\[(?:markdown|md)\]/.test(lines[first]?.text ?? "");
  let swallowed: number | undefined;
  for (let index = first + (marked ? 1 : 0); index < lines.length; index += 1) {
    const text = lines[index]?.text ?? "";
    const { inside } = scanner;
    if (inside === undefined) swallowed = undefined;
    if (isMarker(text)) {
      if (inside === undefined) return { first, end: index };
      swallowed ??= index;
    }
    if (!markdown) scanner.line(text, index + 1);
  }
  const { inside, openedOn } = scanner;
  if (inside === undefined) return { first, end: lines.length };
  return { first, end: swallowed ?? lines.length, unclosed: { what: inside, line: openedOn } };
}
