/** A cell of plain JavaScript in an Observable notebook, whose promises are waited for by the cells that name them. */
import ts from "typescript";
import { applyEdits, type Edit } from "../../analysis/apply-edits.ts";
import { mayBePromise } from "./reactive-cell.ts";

/** The text with `await` before what may be a promise in its declarations. */
export function withWaiting(text: string): string {
  const edits = sourceOf(text).statements.flatMap((statement): readonly Edit[] => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ initializer }): readonly Edit[] => {
      if (initializer === undefined || !mayBePromise(initializer)) return [];
      const start = initializer.getStart();
      return [{ start, end: start, text: "await " }];
    });
  });
  return applyEdits(text, edits);
}

/** `const name = view(code)`, alone in its cell. */
export function viewedInput(text: string): { readonly name: string; readonly code: string } | undefined {
  const [statement, ...more] = sourceOf(text).statements;
  if (statement === undefined || more.length > 0 || !ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const value = declaration?.initializer;
  if (declaration === undefined || value === undefined || !ts.isIdentifier(declaration.name))
    return undefined;
  if (!ts.isCallExpression(value) || value.expression.getText() !== "view") return undefined;
  const [code] = value.arguments;
  return code === undefined ? undefined : { name: declaration.name.text, code: code.getText() };
}

function sourceOf(text: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ESNext, true);
}
