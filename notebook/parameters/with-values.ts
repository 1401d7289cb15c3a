/** Puts the values of one run in place of the defaults. */
import ts from "typescript";
import type { ParameterValue, ParameterValues } from "./parameter.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text of the parameters cell with these values as defaults; `declare const` becomes `const`. Every line stays on its line, so
 * that places in errors hold. Names the cell does not declare are left out.
 */
export function withValues(text: string, values: ParameterValues): string {
  const file = ts.createSourceFile("parameters.ts", text, ts.ScriptTarget.Latest, true);
  const edits = file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? editStatement(statement, file, values) : [],
  );
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, text: written }) => result.slice(0, start) + written + result.slice(end),
      text,
    );
}

function editStatement(
  statement: ts.VariableStatement,
  file: ts.SourceFile,
  values: ParameterValues,
): readonly Edit[] {
  const edits = statement.declarationList.declarations.flatMap((declaration): readonly Edit[] => {
    const name = declaration.name.getText(file);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : [editDeclaration(declaration, file, value)];
  });
  const word = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  if (word === undefined || edits.length === 0) return edits;
  return [...edits, { start: word.getStart(file), end: afterSpaces(file.text, word.end), text: "" }];
}

function editDeclaration(
  { initializer, type, name, end }: ts.VariableDeclaration,
  file: ts.SourceFile,
  value: ParameterValue,
): Edit {
  if (initializer === undefined) {
    const after = type?.end ?? name.end;
    return { start: after, end: after, text: ` = ${literal(value)}` };
  }
  const start = initializer.getStart(file);
  const lines = file.text.slice(start, end).split("\n").length;
  return { start, end, text: literal(value) + "\n".repeat(lines - 1) };
}

/** JSON is TypeScript, on one line whatever the string holds. */
function literal(value: ParameterValue): string {
  return JSON.stringify(value);
}

function afterSpaces(text: string, from: number): number {
  return from + (/^[^\S\n]*/.exec(text.slice(from))?.[0].length ?? 0);
}
