/** Ways to write another kernel's call as one of ours. Each gives undefined where the code is not of the form it can carry over. */
import ts from "typescript";
import type { Edit } from "../analysis/apply-edits.ts";
import type { KernelUse } from "./kernel-uses.ts";

/** A use, and the part of its chain that a rule is about. */
export interface UsePart {
  readonly use: KernelUse;
  readonly node: ts.Expression;
}

/** The edits that carry a use over. */
export type Rewrite = (part: UsePart) => readonly Edit[] | undefined;

/** How a use is carried over, or what to write by hand. */
export interface Rule {
  readonly rewrite?: Rewrite;
  readonly remedy: string;
}

/** Another name for the same value or function. */
export const renamed =
  (name: string): Rewrite =>
  ({ use, node }) => [replace(use, node, name)];

/** The same call by another name, with this many arguments. */
export const calledAs =
  (name: string, count: number): Rewrite =>
  (part) =>
    callOf(part)?.arguments.length === count ? [replace(part.use, part.node, name)] : undefined;

/** The call with something around its arguments: `before(a, b)after`. */
export const wrapped =
  (before: string, after: string, { statement = false } = {}): Rewrite =>
  (part) => {
    const call = callOf(part);
    const [argument] = call?.arguments ?? [];
    if (call?.arguments.length !== 1 || argument === undefined || ts.isSpreadElement(argument))
      return undefined;
    if (statement && !ts.isExpressionStatement(call.parent)) return undefined;
    const { file } = part.use;
    return [
      { start: call.getStart(file), end: argument.getStart(file), text: before },
      { start: argument.end, end: call.end, text: after },
    ];
  };

/** A call without arguments as an expression. */
export const expression =
  (text: string): Rewrite =>
  (part) => {
    const call = callOf(part);
    return call?.arguments.length === 0 ? [replace(part.use, call, text)] : undefined;
  };

/** `set(name, value)` as a statement of its own: `target[name] = value`. */
export const assigned =
  (target: string): Rewrite =>
  (part) => {
    const call = callOf(part);
    const [name, value, ...more] = call?.arguments ?? [];
    if (call === undefined || name === undefined || value === undefined || more.length > 0) return undefined;
    if (!ts.isExpressionStatement(call.parent)) return undefined;
    const { file } = part.use;
    return [
      { start: call.getStart(file), end: name.getStart(file), text: `${target}[` },
      { start: name.end, end: value.getStart(file), text: "] = " },
      { start: value.end, end: call.end, text: "" },
    ];
  };

/** The call whose function the part is. */
export function callOf({ node }: UsePart): ts.CallExpression | undefined {
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.expression === node ? parent : undefined;
}

/** Whether a cell shows it: it is the expression the cell ends in, awaited or not. */
export function isShown(node: ts.Expression, file: ts.SourceFile): boolean {
  let outer: ts.Node = node;
  while (ts.isAwaitExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent))
    outer = outer.parent;
  return ts.isExpressionStatement(outer.parent) && outer.parent === file.statements.at(-1);
}

/** One expression instead of another. */
export function replace({ file }: KernelUse, node: ts.Node, text: string): Edit {
  return { start: node.getStart(file), end: node.end, text };
}
