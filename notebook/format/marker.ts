/** The line that starts a cell: `// %% [kind] name=… key=value …`. */
import type { CellKind } from "../model.ts";
import { readWords, type MarkerProblem, type Word } from "./marker-words.ts";

/** What a marker line says. */
export interface Marker {
  readonly kind: CellKind;
  readonly name: string | undefined;
  readonly attributes: ReadonlyMap<string, string>;
  /** `[unfinished]`: the cell's text leaves a template or comment open, so any marker line ends it. */
  readonly unfinished: boolean;
}

/** What a marker line starts with: only at column 1, one space or none before `%%`, which stands alone. */
const MARKER_START = /^\/\/ ?%%(?=[ \t[]|$)/;

/** Offsets of all lines of a text that look like markers, wherever they stand. */
export function markerOffsets(text: string): readonly number[] {
  const line = /(?<=^\uFEFF?|[\n\r])\/\/ ?%%(?=[ \t[\r\n]|$)/g;
  return Array.from(text.matchAll(line), (match) => match.index);
}

/** Whether a line (without its line end) looks like a marker. */
export function isMarkerLine(line: string): boolean {
  return MARKER_START.test(line);
}

/** Reads a marker line, without its line end. */
export function readMarker(line: string): { marker: Marker; problems: readonly MarkerProblem[] } {
  const start = MARKER_START.exec(line)?.[0].length ?? 0;
  const read = readWords(line, start);
  const problems: MarkerProblem[] = [...read.problems];
  const attributes = new Map<string, string>();
  let kind: CellKind | undefined;
  let name: string | undefined;
  let unfinished = false;
  for (const word of read.words) {
    const tag = bracketTag(word);
    if (tag === "unfinished") unfinished = true;
    else if (tag === "markdown" || tag === "parameters") {
      if (kind !== undefined) problems.push(twice(word, "The kind of the cell"));
      kind = tag;
    } else if (word.key === "name") {
      if (name !== undefined) problems.push(twice(word, "`name`"));
      name = word.value === "" ? undefined : word.value;
      if (name === undefined) problems.push(emptyName(word));
    } else {
      if (tag !== undefined) problems.push(unknownKind(word));
      if (attributes.has(word.key)) problems.push(twice(word, `\`${word.key}\``));
      attributes.set(word.key, word.value);
    }
  }
  return { marker: { kind: kind ?? "code", name, attributes, unfinished }, problems };
}

function bracketTag(word: Word): string | undefined {
  return word.quoted ? undefined : /^\[(.*)\]$/.exec(word.key)?.[1];
}

function twice(word: Word, what: string): MarkerProblem {
  return {
    message: `${what} is given twice on this marker line; the last one counts.`,
    remedy: "Keep one of them.",
    column: word.column,
  };
}

function emptyName(word: Word): MarkerProblem {
  return {
    message: "The cell's name is empty.",
    remedy: "Write `name=something`, or leave `name` out.",
    column: word.column,
  };
}

function unknownKind(word: Word): MarkerProblem {
  return {
    message: `\`${word.key}\` is not a kind of cell; the cell is read as code.`,
    remedy: "Write [markdown], [parameters], or nothing for code.",
    column: word.column,
  };
}
