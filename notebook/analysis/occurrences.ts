/** Every place of a cell where one of its own top-level names, or a name from outside of it, stands. */
import ts from "typescript";
import { namesOf } from "./declarations.ts";
import type { Span } from "./exports.ts";

/** One place. */
export interface Occurrence extends Span {
  readonly name: string;
  /** Whether the cell itself declares the name. */
  readonly own: boolean;
  /** True where the name is declared. */
  readonly declares: boolean;
  /** `{ name }`: the name stands for a property as well. */
  readonly shorthand: boolean;
  /** True inside a function: the name is looked up when the function is called. Types do not count. */
  readonly captured: boolean;
  /**
   * Inside the declaration of this very name: "recursion" in the function or class it names, "value" in what a variable is
   * given, where a later cell still means what the name stood for before.
   */
  readonly inside: "recursion" | "value" | undefined;
  /** True in a type, of which nothing is left when the code runs. */
  readonly type: boolean;
  /** In `typeof name`, also in a type, the value is meant. */
  readonly meant: "type" | "value";
}

/** The places in the order of the text, imports aside. */
export function occurrencesOf(file: ts.SourceFile, checker: ts.TypeChecker): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isIdentifier(node) && !isMemberName(node)) {
      const occurrence = occurrenceAt(node, file, checker);
      if (occurrence !== undefined) found.push(occurrence);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function occurrenceAt(
  node: ts.Identifier,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): Occurrence | undefined {
  const { parent } = node;
  const shorthand =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) &&
      parent.name === node &&
      parent.propertyName === undefined &&
      parent.dotDotDotToken === undefined &&
      ts.isObjectBindingPattern(parent.parent));
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(node);
  const declaration = symbol?.declarations?.[0];
  if (declaration !== undefined && !isAtTop(declaration)) return undefined;
  const type = isTypePlace(node);
  const meant = type && !isQueried(node) ? "type" : "value";
  return {
    start: node.getStart(file),
    end: node.end,
    name: node.text,
    own: declaration !== undefined,
    declares: isDeclared(node),
    shorthand,
    captured: !type && !isDeclared(node) && isCaptured(node),
    inside: insideOwn(node),
    type,
    meant,
  };
}

/** Every name of the file that is not a member's: a new name must be none of them. */
export function identifiersOf(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Names that are looked up in an object, a module or a list of labels, not in a scope. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isMetaProperty(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent))
    return true;
  if (ts.isImportTypeNode(parent)) return parent.qualifier === node;
  if (ts.isNamedTupleMember(parent)) return parent.name === node;
  if (ts.isTypePredicateNode(parent)) return false;
  return isMember(parent) && parent.name === node;
}

function isMember(node: ts.Node): node is ts.Node & { readonly name: ts.Node } {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isEnumMember(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ((ts.isClassElement(node) || ts.isObjectLiteralElementLike(node)) &&
      node.name !== undefined &&
      !ts.isShorthandPropertyAssignment(node))
  );
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isModuleDeclaration(parent)) &&
    parent.name === node
  );
}

/** Whether what is declared there is in scope of the whole cell. */
function isAtTop(declaration: ts.Node): boolean {
  if (ts.isParameter(declaration) || ts.isTypeParameterDeclaration(declaration)) return false;
  const isVar = isVarDeclaration(declaration);
  for (let node: ts.Node | undefined = skipOwn(declaration); node !== undefined; node = node.parent) {
    if (ts.isSourceFile(node)) return true;
    if (ts.isParameter(node)) return false;
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isModuleBlock(node))
      return false;
    if (!isVar && isScope(node)) return false;
  }
  return true;
}

/** A function, class or enum is declared in the scope around it, its expression form in its own. */
function skipOwn(declaration: ts.Node): ts.Node | undefined {
  return ts.isFunctionExpression(declaration) || ts.isClassExpression(declaration)
    ? declaration
    : declaration.parent;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isCatchClause(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isClassLike(node) ||
    ts.isMappedTypeNode(node) ||
    ts.isConditionalTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function isVarDeclaration(node: ts.Node): boolean {
  let each = node;
  while (ts.isBindingElement(each) || ts.isObjectBindingPattern(each) || ts.isArrayBindingPattern(each)) {
    each = each.parent;
  }
  return ts.isVariableDeclaration(each) && (ts.getCombinedNodeFlags(each) & ts.NodeFlags.BlockScoped) === 0;
}

function isTypePlace(node: ts.Identifier): boolean {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isTypeNode(each) && !ts.isExpressionWithTypeArguments(each)) return true;
    if (ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each)) return true;
    if (ts.isStatement(each) || ts.isFunctionLike(each)) return false;
  }
  return false;
}

/** `typeof name` or `typeof name.member` in a type. */
function isQueried(node: ts.Identifier): boolean {
  let outer: ts.Node = node.parent;
  while (ts.isQualifiedName(outer)) outer = outer.parent;
  return ts.isTypeQueryNode(outer);
}

/** Looked up later than the statement runs. */
function isCaptured(node: ts.Identifier): boolean {
  for (let each: ts.Node = node; !ts.isSourceFile(each); each = each.parent)
    if (isDeferred(each)) return true;
  return false;
}

function isDeferred(node: ts.Node): boolean {
  if (ts.isPropertyDeclaration(node)) {
    return !(node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);
  }
  return ts.isFunctionLike(node) && !ts.isTypeNode(node) && !isCalledAtOnce(node);
}

/** The methods of lists that call what they are given before they return. */
const immediateMethods = new Set(
  (
    "map filter forEach reduce reduceRight some every find findIndex findLast findLastIndex flatMap sort toSorted from " +
    "groupBy replace replaceAll"
  ).split(" "),
);

/** A function that is called where it stands, or given to a method of a list. */
function isCalledAtOnce(node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  let outer: ts.Node = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const call = outer.parent;
  if (!ts.isCallExpression(call)) return false;
  if (call.expression === outer) return true;
  return ts.isPropertyAccessExpression(call.expression) && immediateMethods.has(call.expression.name.text);
}

function insideOwn(node: ts.Identifier): Occurrence["inside"] {
  for (let each: ts.Node = node.parent; !ts.isSourceFile(each); each = each.parent) {
    if (ts.isFunctionDeclaration(each) || ts.isClassDeclaration(each)) {
      if (each.name !== node && each.name?.text === node.text) return "recursion";
    } else if (ts.isVariableDeclaration(each) && each.initializer !== undefined) {
      if (node.pos >= each.initializer.pos && namesOf(each.name).includes(node.text)) {
        return isFunctionOrClass(each.initializer) ? "recursion" : "value";
      }
    }
  }
  return undefined;
}

function isFunctionOrClass(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node);
}
