import { fromParentheses, inParentheses } from "../../notebook/analysis/object-cell.ts";
import type { Span } from "../../notebook/analysis/exports.ts";
import type { ToOriginal } from "./position-map.ts";

/** What is compiled of a cell's text. */
export interface Source {
  readonly text: string;
  /** The text, or the same in parentheses. */
  readonly code: string;
  /** From a place in `code` to one in `text`. */
  readonly original: ToOriginal;
}

/** A cell that is one object literal. */
export function parenthesised(text: string, object: Span): Source {
  const code = inParentheses(text, object);
  return {
    text,
    code,
    original: (position) => placeAt(text, fromParentheses(offsetOf(code, position), object)),
  };
}

type Place = ReturnType<ToOriginal>;

function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let each = 1; each < line; each += 1) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
