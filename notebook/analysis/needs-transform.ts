/** Whether Node can run TypeScript by taking its types off. */
import ts from "typescript";

/** True for enums, namespaces with code, parameter properties, decorators, `accessor`, `import x = require()` and `<T>x` assertions. */
export function needsTransform(node: ts.Node): boolean {
  if (isUnerasable(node)) return true;
  if (isAmbient(node)) return false;
  return ts.forEachChild(node, (child) => needsTransform(child) || undefined) ?? false;
}

function isUnerasable(node: ts.Node): boolean {
  if (isAmbient(node)) return false;
  if (ts.isAutoAccessorPropertyDeclaration(node)) return true;
  if (ts.isDecorator(node) || ts.isEnumDeclaration(node) || ts.isTypeAssertionExpression(node)) return true;
  if (ts.isImportEqualsDeclaration(node)) return !node.isTypeOnly;
  if (ts.isModuleDeclaration(node)) return !holdsTypesOnly(node);
  return ts.isParameterPropertyDeclaration(node, node.parent);
}

function isAmbient(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

function holdsTypesOnly({ body }: ts.ModuleDeclaration): boolean {
  if (body === undefined) return true;
  if (ts.isModuleDeclaration(body)) return holdsTypesOnly(body);
  if (!ts.isModuleBlock(body)) return false;
  return body.statements.every(
    (each) =>
      ts.isInterfaceDeclaration(each) ||
      ts.isTypeAliasDeclaration(each) ||
      (ts.isModuleDeclaration(each) && holdsTypesOnly(each)) ||
      isAmbient(each),
  );
}
