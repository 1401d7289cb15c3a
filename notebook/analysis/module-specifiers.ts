/** What a text of TypeScript or JavaScript imports, static and dynamic. */
import ts from "typescript";

/** One import and where its specifier stands, as a UTF-16 offset. */
export interface ModuleSpecifier {
  readonly module: string;
  readonly start: number;
}

/** Every module named by a literal, in the order of the text. */
export function moduleSpecifiers(text: string, fileName = "module.ts"): readonly ModuleSpecifier[] {
  // In other files the angle brackets of an assertion would be taken for an element.
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext, false);
  const found: ModuleSpecifier[] = [];
  const look = (node: ts.Node): void => {
    const named = namedBy(node);
    if (named !== undefined) found.push({ module: named.text, start: named.getStart(file) });
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

function namedBy(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  if (ts.isCallExpression(node) && isLoader(node.expression)) return literal(node.arguments[0]);
  // A worker's file, say.
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "URL") {
    const [path, base] = node.arguments ?? [];
    const named = literal(path);
    const isModule = named !== undefined && /^\.{1,2}\/.*\.[cm]?[jt]s$/.test(named.text);
    return isModule && isMetaUrl(base) ? named : undefined;
  }
  return undefined;
}

/** `import`, `require`, `require.resolve` and `import.meta.resolve`. */
function isLoader(called: ts.Expression): boolean {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(called)) return called.text === "require";
  if (!ts.isPropertyAccessExpression(called) || called.name.text !== "resolve") return false;
  return (
    ts.isMetaProperty(called.expression) ||
    (ts.isIdentifier(called.expression) && called.expression.text === "require")
  );
}

function isMetaUrl(node: ts.Expression | undefined): boolean {
  return (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "url" &&
    ts.isMetaProperty(node.expression)
  );
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : undefined;
}
