/** The lines of a comment without what makes them one. */
export function commentLines(comment: string, isBlock: boolean): readonly string[] {
  if (!isBlock) return [comment.replace(/^\/\/+ ?/, "").trimEnd()];
  return comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
}
