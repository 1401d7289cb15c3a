/** Finds where cells begin and end. */
import { opensFrontMatter } from "./head.ts";
import { isMarkerLine, markerOffsets, readMarker } from "./marker.ts";
import { scanCode } from "./scan-code.ts";

/** The bytes of one cell in the file. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
}

/** Looking ahead for the end of a broken construct may cost this many times the file's length in all. */
const LOOK_AHEAD = 16;

/**
 * Splits the text from `from` on into cells. A marker line inside a template or comment belongs to the cell when
 * the cell as a whole closes what it opens. When it does not, it ends at the first marker line, so that something
 * left open in one cell never takes the cells after it.
 */
export function findCells(text: string, from: number): readonly CellSpan[] {
  const offsets = markerOffsets(text);
  const markers = new Set(offsets);
  const spans: CellSpan[] = [];
  let ahead = LOOK_AHEAD * text.length;
  let index = firstAtLeast(offsets, from);
  let start = from;
  while (start < text.length) {
    const marked = offsets[index] === start;
    if (marked) index += 1;
    const next = offsets[index] ?? text.length;
    const bodyStart = marked ? lineEnd(text, start) : start;
    let end = next;
    if (next < text.length && !endsAtAnyMarker(text.slice(start, lineEnd(text, start)))) {
      const scan = scanCode(text, bodyStart, ahead > 0 ? text.length : next, markers);
      if (scan.open === undefined) end = scan.end;
      else ahead -= text.length - next;
    }
    spans.push({ start, end });
    start = end;
    while ((offsets[index] ?? Infinity) < start) index += 1;
  }
  return spans;
}

function firstAtLeast(offsets: readonly number[], from: number): number {
  const index = offsets.findIndex((offset) => offset >= from);
  return index === -1 ? offsets.length : index;
}

function endsAtAnyMarker(firstLine: string): boolean {
  // Front matter that is never closed; a closed one belongs to the head and never gets here.
  if (opensFrontMatter(firstLine)) return true;
  if (!isMarkerLine(firstLine)) return false;
  const { marker } = readMarker(firstLine);
  return marker.kind === "markdown" || marker.unfinished;
}

function lineEnd(text: string, from: number): number {
  const end = /[\n\r]/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}
