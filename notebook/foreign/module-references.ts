/** The places of a text that name a module by a literal: imports, exports, `import()`, `require()` and types. */
import ts from "typescript";
import type { Span } from "../analysis/exports.ts";

/** A module's name and where its literal stands, quotes included. */
export interface ModuleReference extends Span {
  readonly module: string;
}

/** In the order of the text. */
export function moduleReferences(text: string): readonly ModuleReference[] {
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
  const found: ModuleReference[] = [];
  const visit = (node: ts.Node): void => {
    const literal = moduleOf(node);
    if (literal !== undefined)
      found.push({ module: literal.text, start: literal.getStart(file), end: literal.end });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function moduleOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === "require";
  return isImport || isRequire ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : undefined;
}
