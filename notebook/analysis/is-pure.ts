/** Whether evaluating an expression does nothing but give its value, as far as its text tells. */
import ts from "typescript";

/** Methods by which a dataframe, a list or a text is looked at; with pure arguments they change nothing. */
const lookingMethods = new Set(
  (
    "head tail limit slice sample describe filter select sort sortBy orderby groupBy groupby agg join unique " +
    "col lit eq neq gt gte lt lte and or not sum mean min max count median " +
    "toString toFixed toISOString toLocaleString toSorted toReversed toUpperCase toLowerCase trim " +
    "at concat includes indexOf keys values entries flat split padStart padEnd " +
    "has isNull isNotNull alias cast round"
  ).split(" "),
);

/** True for names, literals, properties, operators on them, and calls of well-known methods that only look. */
export function isPure(node: ts.Expression): boolean {
  if (isAtom(node)) return true;
  if (ts.isParenthesizedExpression(node) || isTypeMark(node)) return isPure(node.expression);
  if (ts.isPropertyAccessExpression(node)) return isPure(node.expression);
  if (ts.isElementAccessExpression(node)) return isPure(node.expression) && isPure(node.argumentExpression);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every(({ expression }) => isPure(expression));
  if (ts.isConditionalExpression(node))
    return isPure(node.condition) && isPure(node.whenTrue) && isPure(node.whenFalse);
  if (ts.isBinaryExpression(node))
    return !isAssignment(node.operatorToken.kind) && isPure(node.left) && isPure(node.right);
  if (ts.isPrefixUnaryExpression(node)) return !isStep(node.operator) && isPure(node.operand);
  if (ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isSpreadElement(node))
    return isPure(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPureProperty);
  return ts.isCallExpression(node) && isLookingCall(node);
}

function isAtom(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isOmittedExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

function isTypeMark(
  node: ts.Expression,
): node is ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression | ts.TypeAssertion {
  return (
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isPureProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isSpreadAssignment(property)) return isPure(property.expression);
  if (ts.isShorthandPropertyAssignment(property)) return true;
  const { name } = property;
  if (ts.isComputedPropertyName(name) && !isPure(name.expression)) return false;
  return ts.isPropertyAssignment(property) ? isPure(property.initializer) : true;
}

/** A function among the arguments would be called, and may do anything. */
function isLookingCall({ expression, arguments: given }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    lookingMethods.has(expression.name.text) &&
    (expression.name.text !== "sort" || isSortOfFrame(given)) &&
    isPure(expression.expression) &&
    given.every((each) => !ts.isFunctionExpression(each) && !ts.isArrowFunction(each) && isPure(each))
  );
}

/** By columns, where a list, which would be sorted in place, is given nothing or a function, by its name perhaps. */
function isSortOfFrame([by]: readonly ts.Expression[]): boolean {
  return (
    by !== undefined &&
    (ts.isStringLiteralLike(by) ||
      ts.isArrayLiteralExpression(by) ||
      ts.isObjectLiteralExpression(by) ||
      ts.isCallExpression(by))
  );
}
