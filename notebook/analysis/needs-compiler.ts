/** Whether a module beside the notebook takes the compiler proper: neither Node nor V8 knows decorators, `accessor` and elements (JSX). */
import ts from "typescript";

/** Asked of a module's text. */
export function needsCompiler(path: string, text: string): boolean {
  if (/\.[jt]sx$/.test(path)) return true;
  if (!/@|\baccessor\b/.test(text)) return false;
  const look = (node: ts.Node): boolean =>
    ts.isDecorator(node) ||
    ts.isAutoAccessorPropertyDeclaration(node) ||
    (ts.forEachChild(node, look) ?? false);
  return look(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false));
}
