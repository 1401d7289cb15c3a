/** The comment above a parameter. */
import ts from "typescript";
import { commentLines } from "../comment-lines.ts";

/** The text of the doc comment, or of the `//` lines, right above `node`; "" where there is none. A blank line cuts a comment off. */
export function docComment(node: ts.Node, file: ts.SourceFile): string {
  const ranges = ts.getLeadingCommentRanges(file.text, node.pos) ?? [];
  const lines: string[] = [];
  let below = node.getStart(file);
  for (const { kind, pos, end } of [...ranges].reverse()) {
    const isBlock = kind === ts.SyntaxKind.MultiLineCommentTrivia;
    const isAttached = !/\n[^\S\n]*\n/.test(file.text.slice(end, below));
    if (!isAttached || (isBlock && lines.length > 0)) break;
    lines.unshift(...commentLines(file.text.slice(pos, end), isBlock));
    below = pos;
    if (isBlock) break;
  }
  return lines.join("\n").trim();
}
