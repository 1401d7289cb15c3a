/** Whether code catches what is thrown at a place of it, as far as the text tells. */
import { parse } from "acorn";
import type { AnyNode, Program } from "acorn";
import { eachNode } from "../compile/walk.ts";

/** The tree of a script, whether it is a cell, a module or CommonJS; undefined for what cannot be read. */
export function parseScript(text: string): Program | undefined {
  for (const sourceType of ["module", "script"] as const) {
    try {
      return parse(text, {
        ecmaVersion: "latest",
        sourceType,
        allowAwaitOutsideFunction: true,
        allowReturnOutsideFunction: true,
        allowHashBang: true,
        locations: true,
      });
    } catch {
      // Not of this kind.
    }
  }
  return undefined;
}

/**
 * Whether the function around the place has a `catch` around it, or hands the promise made there to one. `line` and `column`
 * are 0-based.
 */
export function isCaught(program: Program, line: number, column: number): boolean {
  const holds = (node: AnyNode | null | undefined): boolean => {
    const loc = node?.loc;
    if (loc === null || loc === undefined) return false;
    const { start, end } = loc;
    const isBehind = start.line - 1 < line || (start.line - 1 === line && start.column <= column);
    return isBehind && (end.line - 1 > line || (end.line - 1 === line && end.column > column));
  };
  let caught = false;
  // Outer nodes come before inner ones: a function begins anew.
  eachNode(program, (node) => {
    if (!holds(node)) return;
    if (isFunction(node)) caught = false;
    else if (node.type === "TryStatement") caught ||= node.handler !== null && holds(node.block);
    else if (node.type === "CallExpression") caught ||= handlesRejection(node) && holds(node.callee);
  });
  return caught;
}

const isFunction = ({ type }: AnyNode): boolean =>
  type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";

/** `promise.catch(…)`, and `promise.then(…, …)`. */
function handlesRejection(node: AnyNode): boolean {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { property } = node.callee;
  if (property.type !== "Identifier") return false;
  return property.name === "catch" || (property.name === "then" && node.arguments.length > 1);
}
