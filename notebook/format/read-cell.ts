/** Reads one cell from its bytes in the file. What it gives depends on these bytes alone. */
import type { Problem } from "../model.ts";
import { isBlank, textOfLines, withoutBlankEnd } from "./cell-text.ts";
import { isMarkerLine, readMarker, type Marker } from "./marker.ts";
import { scanCode } from "./scan-code.ts";

/** A cell as its bytes say, and how they are laid out. */
export interface ReadCell {
  readonly marker: Marker;
  /** The marker line's bytes; undefined for text before the first marker. */
  readonly markerLine: string | undefined;
  readonly text: string;
  /** The bytes from the end of the text to the end of the cell: line end and blank lines. */
  readonly gap: string;
}

const PLAIN: Marker = { kind: "code", name: undefined, attributes: new Map(), unfinished: false };

/** Reads a cell's bytes. */
export function readCell(source: string): ReadCell {
  const lines = source.split(/\r\n|\n|\r/);
  const markerLine = isMarkerLine(lines[0] ?? "") ? lines[0] : undefined;
  const marker = markerLine === undefined ? PLAIN : readMarker(markerLine).marker;
  const body = withoutBlankEnd(markerLine === undefined ? lines : lines.slice(1));
  const kept = body.length + (markerLine === undefined ? 0 : 1);
  const gap = endOfLines(source, kept);
  return { marker, markerLine, text: textOfLines(marker.kind, body), gap: source.slice(gap) };
}

/** What is wrong in a cell's bytes; lines count from `line`, that of its first byte. */
export function cellProblems(source: string, cell: ReadCell, line: number): readonly Problem[] {
  const problems: Problem[] = [];
  if (cell.markerLine !== undefined) {
    for (const problem of readMarker(cell.markerLine).problems) {
      problems.push({ severity: "warning", ...problem, line });
    }
  }
  if (cell.marker.kind === "markdown") problems.push(...unprefixedLines(source, line));
  else problems.push(...openConstruct(source, cell, line));
  return problems;
}

/** Offset of the end of the `count`-th line, before its line end. */
function endOfLines(source: string, count: number): number {
  if (count === 0) return 0;
  const lineEnd = /\r\n|\n|\r/g;
  for (let seen = 1; ; seen += 1) {
    const match = lineEnd.exec(source);
    if (match === null) return source.length;
    if (seen === count) return match.index;
  }
}

function unprefixedLines(source: string, line: number): readonly Problem[] {
  const lines = source.split(/\r\n|\n|\r/);
  const index = lines.findIndex((text) => !isBlank(text) && !text.startsWith("//"));
  if (index === -1) return [];
  return [
    {
      severity: "warning",
      message: "A line of this markdown cell does not start with `// `; TypeScript reads it as code.",
      remedy: "Put `// ` before it, or start a code cell above it with `// %%`.",
      line: line + index,
      column: 1,
    },
  ];
}

function openConstruct(source: string, cell: ReadCell, line: number): readonly Problem[] {
  const from = cell.markerLine?.length ?? 0;
  const { open } = scanCode(source, from, source.length, new Set());
  if (open === undefined) return [];
  const before = source.slice(0, open.offset).split(/\r\n|\n|\r/);
  const isTemplate = open.kind === "template";
  return [
    {
      severity: "warning",
      message: `The ${isTemplate ? "template literal" : "comment"} that starts here is not closed within its cell.`,
      remedy: isTemplate ? "Close it with a backtick." : "Close it with `*/`.",
      line: line + before.length - 1,
      column: (before.at(-1)?.length ?? 0) + 1,
    },
  ];
}
