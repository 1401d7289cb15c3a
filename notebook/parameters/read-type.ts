/** A parameter's type from its TypeScript annotation. */
import ts from "typescript";
import { readLiteral } from "./read-literal.ts";
import type { ParameterType } from "./parameter.ts";

const byName: Readonly<Record<string, ParameterType>> = { IsoDate: { kind: "date" }, Path: { kind: "path" } };

/** The type, or undefined where the annotation is nothing a command line can give. */
export function readType(node: ts.TypeNode): ParameterType | undefined {
  if (ts.isParenthesizedTypeNode(node)) return readType(node.type);
  if (ts.isArrayTypeNode(node)) return arrayOf(node.elementType);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword)
    return readType(node.type);
  if (ts.isTypeReferenceNode(node)) return readReference(node);
  if (ts.isUnionTypeNode(node)) return readUnion(node.types);
  if (ts.isLiteralTypeNode(node)) return readUnion([node]);
  return readKeyword(node.kind);
}

function readKeyword(kind: ts.SyntaxKind): ParameterType | undefined {
  if (kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
  if (kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (kind === ts.SyntaxKind.BooleanKeyword) return { kind: "boolean" };
  return undefined;
}

function readReference({ typeName, typeArguments }: ts.TypeReferenceNode): ParameterType | undefined {
  if (!ts.isIdentifier(typeName)) return undefined;
  const [element] = typeArguments ?? [];
  if (element !== undefined) {
    const isArray = typeName.text === "Array" || typeName.text === "ReadonlyArray";
    return isArray && typeArguments?.length === 1 ? arrayOf(element) : undefined;
  }
  return Object.hasOwn(byName, typeName.text) ? byName[typeName.text] : undefined;
}

function arrayOf(node: ts.TypeNode): ParameterType | undefined {
  const element = readType(node);
  return element === undefined || element.kind === "array" ? undefined : { kind: "array", element };
}

function readUnion(members: readonly ts.TypeNode[]): ParameterType | undefined {
  const options: (string | number)[] = [];
  for (const member of members) {
    const value = literalOf(member);
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    if (!options.includes(value)) options.push(value);
  }
  return { kind: "choice", options };
}

function literalOf(node: ts.TypeNode): unknown {
  if (ts.isParenthesizedTypeNode(node)) return literalOf(node.type);
  return ts.isLiteralTypeNode(node) ? readLiteral(node.literal) : undefined;
}
