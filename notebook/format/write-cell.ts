/** Writes one cell: its own bytes where they still say what it says, otherwise as close to them as possible. */
import type { Cell } from "../model.ts";
import { linesOfText, normalText } from "./cell-text.ts";
import { findCells } from "./find-cells.ts";
import type { Marker } from "./marker.ts";
import { readCell, type ReadCell } from "./read-cell.ts";
import { scanCode } from "./scan-code.ts";

/** A cell ready to be put into the file. */
export interface CellPiece {
  readonly bytes: string;
  /** The cell has no bytes of its own in the file yet, so its distance from its neighbours is up to the writer. */
  readonly fresh: boolean;
}

/** The cell's bytes. `marked` asks for a marker line even where the cell had none. */
export function writeCell(cell: Cell, eol: string, marked: boolean): CellPiece {
  const read = cell.source === undefined ? undefined : readCell(cell.source);
  if (cell.source === undefined || read === undefined) {
    return { bytes: compose(cell, eol, writeMarker(markerOf(cell, false)), eol), fresh: true };
  }
  const hasMarker = read.markerLine !== undefined || !marked;
  const sameMarker = hasMarker && saysSameMarker(cell, read);
  if (sameMarker && normalText(cell.kind, cell.text) === read.text)
    return { bytes: cell.source, fresh: false };
  const keepsLine = sameMarker && !read.marker.unfinished ? read.markerLine : undefined;
  return {
    bytes: compose(cell, eol, keepsLine ?? writeMarker(markerOf(cell, false)), read.gap),
    fresh: false,
  };
}

/** The cell's bytes in the form that ends at any marker line, for a cell that leaves something open; else undefined. */
export function writeUnfinished(cell: Cell, eol: string): CellPiece | undefined {
  const text = normalText(cell.kind, cell.text);
  if (cell.kind === "markdown" || scanCode(text, 0, text.length, new Set()).open === undefined)
    return undefined;
  const read = cell.source === undefined ? undefined : readCell(cell.source);
  const marker = writeMarker(markerOf(cell, true));
  return { bytes: compose(cell, eol, marker, read?.gap ?? eol), fresh: read === undefined };
}

function markerOf(cell: Cell, unfinished: boolean): Marker {
  return { kind: cell.kind, name: cell.name, attributes: cell.attributes, unfinished };
}

function compose(cell: Cell, eol: string, markerLine: string, gap: string): string {
  const text = normalText(cell.kind, cell.text);
  const plain = join(markerLine, linesOfText(cell.kind, text, false), eol) + gap;
  // Lines that would end the cell early get the escape; inside a closed template they can stay as they are.
  if (findCells(plain, 0).length <= 1) return plain;
  return join(markerLine, linesOfText(cell.kind, text, true), eol) + gap;
}

function join(markerLine: string, lines: readonly string[], eol: string): string {
  return [markerLine, ...lines].join(eol);
}

function saysSameMarker(cell: Cell, { marker }: ReadCell): boolean {
  if (cell.kind !== marker.kind || cell.name !== marker.name) return false;
  if (cell.attributes.size !== marker.attributes.size) return false;
  const before = [...marker.attributes];
  return [...cell.attributes].every(([key, value], index) => {
    const other = before[index];
    return other?.[0] === key && other[1] === value;
  });
}

/** Writes the line that starts a cell. */

/** The marker line, without its line end. */
function writeMarker(marker: Marker): string {
  const words = ["// %%"];
  if (marker.kind !== "code") words.push(`[${marker.kind}]`);
  if (marker.unfinished) words.push("[unfinished]");
  if (marker.name !== undefined) words.push(`name=${writeValue(marker.name)}`);
  for (const [key, value] of marker.attributes) {
    words.push(value === "" ? writeKey(key, true) : `${writeKey(key, false)}=${writeValue(value)}`);
  }
  return words.join(" ");
}

function writeKey(key: string, bare: boolean): string {
  const isTag = key.startsWith("[");
  const ownTag = /^\[(markdown|parameters|unfinished)\]$/.test(key);
  // An unknown tag such as `[raw]` goes back as it came; anything else in brackets needs quotes to be a key.
  const plain = isTag ? bare && !ownTag && /^\[[^\]\s"'=\p{C}\p{Z}]*\]$/u.test(key) : isPlain(key);
  return plain ? key : quote(key);
}

function writeValue(value: string): string {
  return isPlain(value) ? value : quote(value);
}

function isPlain(text: string): boolean {
  return /^[^\s"'=[\]\\\p{C}\p{Z}]+$/u.test(text);
}

function quote(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
