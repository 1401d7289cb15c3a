/** The `export` marks of a cell. */
import ts from "typescript";

/** A stretch of a cell's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
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
