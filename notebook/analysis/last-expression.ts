/** The expression a cell ends in: its result. */
import ts from "typescript";
import { isPure } from "./is-pure.ts";
import type { Span } from "./exports.ts";

/** The statement, and whether leaving it out changes nothing but what is shown. */
export interface LastExpression extends Span {
  readonly pure: boolean;
}

/** Undefined when the last statement is no expression. */
export function lastExpression(file: ts.SourceFile): LastExpression | undefined {
  const last = file.statements.at(-1);
  if (last === undefined) return undefined;
  const isExpression =
    ts.isExpressionStatement(last) || (ts.isExportAssignment(last) && last.isExportEquals !== true);
  if (!isExpression) return undefined;
  return { start: last.getStart(file), end: last.end, pure: isPure(last.expression) };
}
