/** Statements at the top whose value is a promise that nothing waits for. */
import ts from "typescript";

/** The places of such statements. The last statement of a cell is looked at like any other. */
export function floatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): readonly number[] {
  return file.statements
    .filter(ts.isExpressionStatement)
    .filter(
      ({ expression }) => ts.isCallExpression(expression) && isPromise(checker.getTypeAtLocation(expression)),
    )
    .map((statement) => statement.getStart(file));
}

/** `any` has every property and is none. */
function isPromise(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) === 0 && type.getProperty("then") !== undefined;
}
