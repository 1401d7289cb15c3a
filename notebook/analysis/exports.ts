/** The `export` marks of a cell. */
import ts from "typescript";
import { impossibleExports } from "./impossible-exports.ts";

/** A stretch of a cell's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ImpossibleExport {
  readonly start: number;
  readonly message: string;
}

export function impossibleExportsOf(file: ts.SourceFile): readonly ImpossibleExport[] {
  return file.statements.flatMap((statement) => {
    const message = whyImpossible(statement);
    return message === undefined ? [] : [{ start: statement.getStart(file), message }];
  });
}

function whyImpossible(statement: ts.Statement): string | undefined {
  if (ts.isExportDeclaration(statement)) {
    const isElsewhere = statement.moduleSpecifier !== undefined && !statement.isTypeOnly;
    return isElsewhere ? impossibleExports.elsewhere : undefined;
  }
  const isDeclared = ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement);
  // Without one where it is no default is wrong anyway.
  const isNameless =
    isDeclared &&
    statement.name === undefined &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true;
  return isNameless ? impossibleExports.nameless : undefined;
}

/** What to take out so that nothing is exported: `export`, `export default` and whole export lists. */
export function exportMarksOf(file: ts.SourceFile): readonly Span[] {
  return file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return [{ start: statement.getStart(file), end: statement.end }];
    if (ts.isExportAssignment(statement)) {
      return [{ start: statement.getStart(file), end: statement.expression.getStart(file) }];
    }
    return exportKeywords(statement, file);
  });
}

function exportKeywords(statement: ts.Statement, file: ts.SourceFile): readonly Span[] {
  if (!ts.canHaveModifiers(statement)) return [];
  const marks = ts
    .getModifiers(statement)
    ?.filter(({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword);
  return (marks ?? []).map((mark) => ({
    start: mark.getStart(file),
    end: skipSpace(file.text, mark.end),
  }));
}

function skipSpace(text: string, from: number): number {
  return from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
}
