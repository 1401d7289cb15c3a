/** Plain values in TypeScript's syntax. */
import ts from "typescript";
import type { ParameterValue } from "./parameter.ts";
import { keptWhole } from "./parse-number.ts";

/** The value of a string, number, boolean or an array of them; undefined for anything that would have to be computed. */
export function readLiteral(node: ts.Node): ParameterValue | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return finite(Number(node.text));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isParenthesizedExpression(node)) return readLiteral(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return readSigned(node);
  if (ts.isArrayLiteralExpression(node)) return readElements(node.elements);
  return undefined;
}

function readSigned({ operator, operand }: ts.PrefixUnaryExpression): number | undefined {
  if (!ts.isNumericLiteral(operand)) return undefined;
  const value = finite(Number(operand.text));
  if (operator === ts.SyntaxKind.PlusToken) return value;
  return operator === ts.SyntaxKind.MinusToken && value !== undefined ? -value : undefined;
}

/** `1e999` is Infinity, which neither JSON nor a command line can say. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function readElements(elements: readonly ts.Expression[]): ParameterValue | undefined {
  const values: ParameterValue[] = [];
  for (const element of elements) {
    const value = readLiteral(element);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** A whole number written in `node` that JavaScript does not keep, and what it makes of it; undefined where all are kept. */
export function roundedNumber(
  node: ts.Node,
): { readonly written: string; readonly kept: string } | undefined {
  if (!ts.isNumericLiteral(node)) return ts.forEachChild(node, roundedNumber);
  const written = node.getText();
  const kept = keptWhole(written.replaceAll("_", ""), Number(node.text));
  return kept === undefined ? undefined : { written, kept };
}
