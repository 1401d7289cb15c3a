/** A cell of an Observable notebook: a name that has a value, an expression that is shown, or text. */
import ts from "typescript";
import { cellOfLanguage, fenced } from "../cell-of-language.ts";
import type { ImportFinding } from "../imported.ts";
import { interpolated } from "./interpolated.ts";

/** What becomes of a cell here, before the cells are put in an order. */
export interface ReactiveCell {
  readonly kind: "code" | "markdown";
  readonly text: string;
  /** For a cell that is an input on the page: what the pipeline is given instead, as a declaration of the parameters cell. */
  readonly parameter?: string;
  readonly finding?: Pick<ImportFinding, "message" | "remedy" | "stops">;
}

/** A value as Observable has it. */
export interface ReactiveValue {
  readonly name: string | undefined;
  readonly isMutable: boolean;
  /** An expression, or the block of a function. */
  readonly code: string;
  readonly isBlock: boolean;
}

/** A value as a cell: values that are promises are waited for, as Observable does for whoever names them. */
export function cellOfValue({ name, isMutable, code, isBlock }: ReactiveValue): ReactiveCell {
  if (isBlock && hasYield(code)) return generator(code);
  const value = isBlock ? `await (async () => ${code})()` : code;
  const node = isBlock ? undefined : expressionOf(code);
  if (name === undefined) return shownExpression(value, node);
  if (node !== undefined && isOwnDeclaration(node, name)) return { kind: "code", text: code };
  const keyword = isMutable ? "let" : "const";
  const isPlain = node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
  const waits = node !== undefined && mayBePromise(node) ? "await " : "";
  const declaration = `${keyword} ${name} = ${waits}${value.trim()};`;
  return {
    kind: "code",
    text: isPlain ? declaration : `${declaration}\n${name}`,
    ...(isMutable ? { finding: mutable(name) } : {}),
  };
}

/** The one expression that a text is; undefined for anything else. */
export function expressionOf(code: string): ts.Expression | undefined {
  const file = ts.createSourceFile("value.ts", `(${code}\n)`, ts.ScriptTarget.ESNext, true);
  const [statement, ...more] = file.statements;
  if (statement === undefined || more.length > 0 || !ts.isExpressionStatement(statement)) return undefined;
  if (!ts.isParenthesizedExpression(statement.expression) || statement.end !== file.text.length)
    return undefined;
  const { expression } = statement.expression;
  return ts.isParenthesizedExpression(expression) ? expression.expression : expression;
}

function shownExpression(code: string, node: ts.Expression | undefined): ReactiveCell {
  if (node !== undefined && ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
    const { text: tag } = node.tag;
    const { template: literal } = node;
    const plain = ts.isNoSubstitutionTemplateLiteral(literal) ? literal.text : undefined;
    if (tag === "md")
      return plain === undefined
        ? { kind: "code", text: `display.markdown(${literal.getText()});` }
        : { kind: "markdown", text: plain };
    if (tag === "tex" && plain !== undefined) return { kind: "markdown", text: `$$${plain}$$` };
    if (tag === "html" && plain !== undefined)
      return { kind: "code", text: cellOfLanguage("html", plain).text };
  }
  const needsBrackets = /^\s*(?:\{|function\b|class\b|async\s+function\b)/.test(code);
  return { kind: "code", text: needsBrackets ? `(${code.trim()})` : code };
}

/** `function f() {}` and `class A {}` in a cell of that name. */
function isOwnDeclaration(node: ts.Expression, name: string): boolean {
  return (ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name?.text === name;
}

/** Methods that give an array or a text whatever they are asked of. */
const arrayMethods =
  /^(?:filter|map|flatMap|slice|sort|toSorted|concat|join|split|reduce|find|reverse|keys|values|entries)$/;
/** Libraries that only compute. */
const computing = /^(?:d3|Plot|Math|Object|Array|JSON|Number|String|Date|_|aq|topojson|Set|Map)$/;

/** Whether an expression may have to be waited for: calls, but for those that certainly compute. */
export function mayBePromise(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression) && arrayMethods.test(expression.name.text)) return false;
  let root: ts.Expression = node;
  while (ts.isCallExpression(root) || ts.isPropertyAccessExpression(root)) root = root.expression;
  return !(ts.isIdentifier(root) && computing.test(root.text));
}

function hasYield(block: string): boolean {
  const file = ts.createSourceFile("block.ts", `function* cell() ${block}`, ts.ScriptTarget.ESNext, true);
  const visit = (node: ts.Node): boolean =>
    ts.isYieldExpression(node) || (!ts.isFunctionLike(node) && (ts.forEachChild(node, visit) ?? false));
  const [cell] = file.statements;
  return cell !== undefined && ts.isFunctionDeclaration(cell) && cell.body !== undefined && visit(cell.body);
}

function generator(code: string): ReactiveCell {
  return {
    kind: "markdown",
    text: fenced("js", code),
    finding: {
      message: "The cell gives one value after the other (it yields); it is kept as text.",
      remedy:
        "Write the value that is wanted as a const; to show progress, display(value) gives a handle with update(value).",
      stops: true,
    },
  };
}

function mutable(name: string): NonNullable<ReactiveCell["finding"]> {
  return {
    message: `${name} is mutable: where it changes, Observable runs the cells again that use it; here they keep what they have.`,
    remedy: "Compute in one cell what belongs together, or change it before it is used.",
  };
}

/** Text with `${…}` in it is made by code. */
export function markdownCell(text: string): ReactiveCell {
  const literal = interpolated(text);
  if (literal === undefined) return { kind: "markdown", text };
  return { kind: "code", text: `display.markdown(${literal});` };
}
