/** The statements of a cell that declare names for later cells. */
import ts from "typescript";
import type { Span } from "./exports.ts";

export type DeclarationKind = "variable" | "function" | "class" | "enum" | "type" | "namespace";

/** What a name stands for, and so what another declaration of it replaces: classes, enums, namespaces and imports are both. */
export type Meaning = "type" | "value" | "both";

export function meaningOf(kind: DeclarationKind): Meaning {
  if (kind === "type") return "type";
  return kind === "variable" || kind === "function" ? "value" : "both";
}

/** Whether what has a meaning is found where a type or a value is meant. */
export const covers = (meaning: Meaning, meant: "type" | "value"): boolean =>
  meaning === meant || meaning === "both";

/** One `name = value` of a variable statement. */
export interface Declarator extends Span {
  readonly names: readonly string[];
  /** False for a pattern in braces or brackets. */
  readonly simple: boolean;
  readonly target: Span;
  readonly annotation: Span | undefined;
  readonly value: Span | undefined;
}

/** One statement. */
export interface Declaration extends Span {
  readonly kind: DeclarationKind;
  readonly names: readonly string[];
  /** True when it stands at the top itself; false for a `var` inside a block. */
  readonly atTop: boolean;
  /** For variables. */
  readonly declarators: readonly Declarator[];
  /** For variables: `const`, `let` or `var`, and its place. */
  readonly keyword: (Span & { readonly text: string }) | undefined;
}

/** The declarations in their order. */
export function declarationsOf(file: ts.SourceFile): readonly Declaration[] {
  return [...file.statements.flatMap((statement) => declaration(statement, file)), ...nestedVars(file)];
}

function declaration(statement: ts.Statement, file: ts.SourceFile): readonly Declaration[] {
  if (ts.isVariableStatement(statement)) {
    return [variables(statement.declarationList, span(statement, file), true, file)];
  }
  const kind = kindOf(statement);
  if (kind === undefined) return [];
  const name = namedBy(statement);
  if (name === undefined) return [];
  return [
    { ...span(statement, file), kind, names: [name], atTop: true, declarators: [], keyword: undefined },
  ];
}

function kindOf(statement: ts.Statement): DeclarationKind | undefined {
  if (ts.isFunctionDeclaration(statement)) return "function";
  if (ts.isClassDeclaration(statement)) return "class";
  if (ts.isEnumDeclaration(statement)) return "enum";
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return "type";
  return ts.isModuleDeclaration(statement) ? "namespace" : undefined;
}

function namedBy(statement: ts.Statement): string | undefined {
  if (!("name" in statement)) return undefined;
  const { name } = statement;
  // SAFETY: the kinds told apart above have an identifier, a string literal or nothing as their name.
  const identifier = name as ts.Identifier | ts.StringLiteral | undefined;
  return identifier !== undefined && ts.isIdentifier(identifier) ? identifier.text : undefined;
}

function variables(
  list: ts.VariableDeclarationList,
  place: Span,
  atTop: boolean,
  file: ts.SourceFile,
): Declaration {
  const declarators = list.declarations.map((each) => declarator(each, file));
  const start = list.getStart(file);
  const text = /^(?:await\s+)?\w+/.exec(file.text.slice(start))?.[0] ?? "let";
  return {
    ...place,
    kind: "variable",
    names: declarators.flatMap(({ names }) => names),
    atTop,
    declarators,
    keyword: { start, end: start + text.length, text },
  };
}

function declarator(node: ts.VariableDeclaration, file: ts.SourceFile): Declarator {
  return {
    ...span(node, file),
    names: namesOf(node.name),
    simple: ts.isIdentifier(node.name),
    target: span(node.name, file),
    annotation: node.type === undefined ? undefined : { start: node.name.end, end: node.type.end },
    value: node.initializer === undefined ? undefined : span(node.initializer, file),
  };
}

/** The names a binding declares, patterns taken apart. */
export function namesOf(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

/** `var` inside a block or a loop belongs to the whole cell. */
function nestedVars(file: ts.SourceFile): readonly Declaration[] {
  const found: Declaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
      found.push(variables(node, span(node, file), false, file));
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) if (!ts.isVariableStatement(statement)) visit(statement);
  return found;
}

function span(node: ts.Node, file: ts.SourceFile): Span {
  return { start: node.getStart(file), end: node.end };
}
