/** A stretch of a text and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A stretch of the edited text, and where in the original it comes from. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  /** True when it is the original's text, false when an edit put it there. */
  readonly isKept: boolean;
}

/** Applies edits given in any order; one that lies within a bigger one is dropped with it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return editedPieces(text, edits)
    .map((piece) => piece.text)
    .join("");
}

/** The edited text in pieces. */
export function editedPieces(text: string, edits: readonly Edit[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const edit of edits.toSorted(bigFirst)) {
    if (edit.start < at) continue;
    pieces.push({ text: text.slice(at, edit.start), start: at, isKept: true });
    pieces.push({ text: edit.text, start: edit.start, isKept: false });
    at = edit.end;
  }
  pieces.push({ text: text.slice(at), start: at, isKept: true });
  return pieces.filter((piece) => piece.text !== "");
}

/** Of edits that start together, insertions come first, then the longest. */
function bigFirst(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start;
  const isInsertion = (edit: Edit): number => (edit.end === edit.start ? 0 : 1);
  return isInsertion(a) - isInsertion(b) || b.end - a.end;
}
