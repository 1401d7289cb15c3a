/** What a half-written cell leaves open: a bracket, a template or a comment would swallow the cells behind it. */
import ts from "typescript";

const pairs: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.OpenBraceToken, "}"],
  [ts.SyntaxKind.OpenParenToken, ")"],
  [ts.SyntaxKind.OpenBracketToken, "]"],
]);

const closing: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.CloseBraceToken, "}"],
  [ts.SyntaxKind.CloseParenToken, ")"],
  [ts.SyntaxKind.CloseBracketToken, "]"],
]);

/** The text that closes it; "" for a cell that is whole. */
export function closingText(text: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, false, ts.LanguageVariant.Standard, text);
  const open: string[] = [];
  let end = "";
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.CloseBraceToken && open.at(-1) === "${") {
      open.pop();
      token = scanner.reScanTemplateToken(false);
      if (token === ts.SyntaxKind.TemplateMiddle) open.push("${");
    } else if (token === ts.SyntaxKind.TemplateHead) open.push("${");
    else if (pairs.has(token)) open.push(pairs.get(token) ?? "");
    else if (closing.has(token)) {
      // One that fits nothing open is the cell's own mistake.
      const at = open.lastIndexOf(closing.get(token) ?? "");
      if (at > open.lastIndexOf("${")) open.length = at;
    }
    if (scanner.isUnterminated())
      end = isTemplate(token) ? "`" : token === ts.SyntaxKind.MultiLineCommentTrivia ? "*/" : "";
  }
  return (
    end +
    open
      .reverse()
      .map((each) => (each === "${" ? "}`" : each))
      .join("")
  );
}

function isTemplate(token: ts.SyntaxKind): boolean {
  return (
    token === ts.SyntaxKind.NoSubstitutionTemplateLiteral ||
    token === ts.SyntaxKind.TemplateHead ||
    token === ts.SyntaxKind.TemplateTail ||
    token === ts.SyntaxKind.TemplateMiddle
  );
}
