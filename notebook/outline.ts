/** The parts of a notebook's file by their lines: front matter and cells, with the names they go by. */
import { findCells } from "./format/find-cells.ts";
import { findHead } from "./format/head.ts";
import { readCell } from "./format/read-cell.ts";
import type { CellKind } from "./model.ts";

/** One part. Lines are 0-based; the last one is the last that is not blank. */
export interface FilePart {
  readonly kind: "frontMatter" | CellKind;
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** The parts of a file in their order. */
export function fileParts(text: string): readonly FilePart[] {
  const { block, end } = findHead(text);
  const lineOf = lineFinder(text);
  const front: readonly FilePart[] =
    block === undefined
      ? []
      : [
          {
            kind: "frontMatter",
            name: "front matter",
            firstLine: block.line - 1,
            lastLine: lineOf(block.end),
          },
        ];
  const cells = findCells(text, end).map(({ start, end: after }) => {
    const source = text.slice(start, after);
    const { marker, text: code } = readCell(source);
    return {
      kind: marker.kind,
      name: cellLabel(marker, code),
      firstLine: lineOf(start),
      lastLine: lineOf(start + source.trimEnd().length),
    };
  });
  return [...front, ...cells];
}

/** What a cell goes by: its name, else what it is for, else its first line. */
export function cellLabel(
  { kind, name }: { readonly kind: CellKind; readonly name: string | undefined },
  text: string,
): string {
  if (name !== undefined && name !== "") return name;
  if (kind === "parameters") return "parameters";
  const first = text
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.trim();
  if (first === undefined) return "empty cell";
  return kind === "markdown" ? first.replace(/^#+\s+/, "") : first;
}

/** Answers for offsets in rising order, in one pass over the text. */
function lineFinder(text: string): (offset: number) => number {
  const lineEnd = /\r\n|\n|\r/g;
  let line = 0;
  return (offset) => {
    for (;;) {
      const from = lineEnd.lastIndex;
      const found = lineEnd.exec(text);
      if (found === null || found.index + found[0].length > offset) {
        lineEnd.lastIndex = from;
        return line;
      }
      line += 1;
    }
  };
}
