/** The part of the file before its first cell: byte order mark, `#!` line, front matter block, blank lines. */
import { isMarkerLine } from "./marker.ts";

/** The front matter block inside a head. */
interface FrontMatterBlock {
  /** Offset of the line that opens the block. */
  readonly opening: number;
  /** Offsets of the YAML's bytes, without the lines that open and close the block. */
  readonly start: number;
  readonly end: number;
  /** 1-based line of the file on which the block opens; its YAML starts on the next one. */
  readonly line: number;
  /** `--- *` + `/` closes it; a bare `*` + `/` is accepted with a problem. */
  readonly closedProperly: boolean;
}

/** What stands before the first cell. */
export interface Head {
  /** Offset of the first byte that belongs to a cell. */
  readonly end: number;
  readonly block: FrontMatterBlock | undefined;
  /** 1-based line of a front matter block that is never closed. */
  readonly unclosedLine: number | undefined;
}

interface Line {
  readonly start: number;
  /** Without the line end. */
  readonly text: string;
  /** Where the next line starts. */
  readonly next: number;
}

const OPENING = /^\/\*[ \t]*---[ \t]*$/;
const CLOSING = /^(---[ \t]*)?\*\/[ \t]*$/;

/** Whether a line opens a front matter block. */
export function opensFrontMatter(line: string): boolean {
  return OPENING.test(line);
}

/** Whether a line closes a front matter block. */
export function endsFrontMatter(line: string): boolean {
  return CLOSING.test(line);
}

/** Finds the head of a file. */
export function findHead(text: string): Head {
  const afterMark = text.startsWith("\uFEFF") ? 1 : 0;
  let number = 1;
  let line = lineAt(text, afterMark);
  if (line.text.startsWith("#!")) {
    line = lineAt(text, line.next);
    number += 1;
  }
  ({ line, number } = skipBlankLines(text, line, number));
  if (!OPENING.test(line.text)) return { end: line.start, block: undefined, unclosedLine: undefined };
  const block = findBlock(text, line, number);
  if (block === undefined) return { end: line.start, block, unclosedLine: number };
  const after = skipBlankLines(text, lineAt(text, lineAt(text, block.end).next), 0);
  return { end: after.line.start, block, unclosedLine: undefined };
}

function findBlock(text: string, opening: Line, number: number): FrontMatterBlock | undefined {
  const start = opening.next;
  for (let line = lineAt(text, start); line.start < text.length; line = lineAt(text, line.next)) {
    const closing = CLOSING.exec(line.text);
    if (closing !== null) {
      const closedProperly = closing[1] !== undefined;
      return { opening: opening.start, start, end: line.start, line: number, closedProperly };
    }
    if (isMarkerLine(line.text)) return undefined;
  }
  return undefined;
}

function skipBlankLines(text: string, from: Line, number: number): { line: Line; number: number } {
  let line = from;
  let count = number;
  while (line.start < text.length && /^[ \t]*$/.test(line.text)) {
    line = lineAt(text, line.next);
    count += 1;
  }
  return { line, number: count };
}

function lineAt(text: string, start: number): Line {
  const lineEnd = /\r\n|\n|\r/g;
  lineEnd.lastIndex = start;
  const match = lineEnd.exec(text);
  const end = match?.index ?? text.length;
  return { start, text: text.slice(start, end), next: end + (match?.[0].length ?? 0) };
}
