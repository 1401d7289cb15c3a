/** A stretch of a text and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits given in any order; one that lies within a bigger one is dropped with it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const inOrder = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let result = "";
  let at = 0;
  for (const edit of inOrder) {
    const isCovered = inOrder.some(
      (other) =>
        other !== edit &&
        other.end > other.start &&
        other.start <= edit.start &&
        other.end >= edit.end &&
        other.end - other.start > edit.end - edit.start &&
        other.text === "",
    );
    if (isCovered || edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
