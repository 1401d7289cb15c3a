/** Cells that do not come from a file as they are. */
import type { Cell, CellKind } from "../model.ts";
import { toLines } from "./cell-text.ts";
import { isMarker, writeMarker } from "./marker.ts";

export interface NewCell {
  readonly kind: CellKind;
  readonly text: string;
  readonly name?: string;
  readonly attributes?: ReadonlyMap<string, string>;
}

/** A cell made by hand; where it stands in the file is not known before it is written. */
export function newCell({ kind, text, name, attributes }: NewCell): Cell {
  return { kind, name, attributes: attributes ?? new Map(), text, line: 1 };
}

/** The cell with another text. Its marker line keeps its bytes, and so do the blank lines below it. */
export function withText(cell: Cell, text: string): Cell {
  if (cell.source === undefined) return { ...cell, text };
  const eol = cell.source.includes("\r\n") ? "\r\n" : "\n";
  const first = cell.source.slice(0, endOfFirstLine(cell.source));
  const marker = isMarker(first) ? first.trimEnd() : writeMarker(cell);
  const space = /(?:\r?\n[ \t]*)*$/.exec(cell.source)?.[0] ?? "";
  const body = text === "" ? [] : toLines(text, cell.kind);
  return { ...cell, text, source: [marker, ...body].join(eol) + (space === "" ? eol : space) };
}

function endOfFirstLine(text: string): number {
  const found = text.indexOf("\n");
  return found < 0 ? text.length : found;
}
