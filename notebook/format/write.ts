/** Writes a notebook as the text of a `.pipenb` file: what was not changed keeps its bytes. */
import type { Notebook } from "../model.ts";
import { findCells } from "./find-cells.ts";
import { findHead } from "./head.ts";
import { endsLine } from "./line-ends.ts";
import { writeCell, writeUnfinished, type CellPiece } from "./write-cell.ts";
import { writeHead } from "./write-head.ts";

interface Written {
  readonly text: string;
  /** Where each cell starts. */
  readonly starts: readonly number[];
}

/** The text of the file. Reading it gives the same cells, and an untouched notebook gives the bytes it was read from. */
export function writeNotebook(notebook: Notebook): string {
  const head = writeHead(notebook);
  const { eol, cells } = notebook;
  const pieces = cells.map((cell, index) => writeCell(cell, eol, index > 0));
  const written = assemble(head, pieces, eol);
  if (readsBack(written)) return written.text;
  // A cell leaves a template or comment open that would take in the next cell's marker line.
  const safe = cells.map((cell) => writeUnfinished(cell, eol) ?? writeCell(cell, eol, true));
  return assemble(head, safe, eol).text;
}

function assemble(head: string, pieces: readonly CellPiece[], eol: string): Written {
  const parts = [head];
  const starts: number[] = [];
  let length = head.length;
  let before: CellPiece = { bytes: head, fresh: false };
  for (const piece of pieces) {
    const space = spacing(before, piece, eol);
    starts.push(length + space.length);
    parts.push(space, piece.bytes);
    length += space.length + piece.bytes.length;
    before = piece;
  }
  return { text: parts.join(""), starts };
}

/** What goes between two pieces: a line end where it lacks, a blank line beside a fresh cell. */
function spacing(before: CellPiece, next: CellPiece, eol: string): string {
  if (before.bytes === "" || before.bytes === "\uFEFF") return "";
  const lineEnd = endsLine(before.bytes) ? "" : eol;
  const wantsBlank = before.fresh || next.fresh;
  return wantsBlank && !endsBlank(before.bytes) ? lineEnd + eol : lineEnd;
}

/** Whether the last line is a blank one. */
function endsBlank(text: string): boolean {
  return /(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(-200));
}

function readsBack({ text, starts }: Written): boolean {
  const spans = findCells(text, findHead(text).end);
  return spans.length === starts.length && spans.every((span, index) => span.start === starts[index]);
}
