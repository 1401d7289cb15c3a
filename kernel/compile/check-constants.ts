/**
 * Constants are compiled to `let`, so that a later cell can declare the name again as anything. That an assignment to one
 * is an error is therefore found here. A name that the cell also binds inside a function or block is left alone.
 */
import type { AnyNode, Pattern, Program } from "acorn";
import { CompileError } from "../../modules/compile-error.ts";
import type { ToOriginal } from "./position-map.ts";
import { boundNames } from "./rewrite-declarations.ts";
import { eachNode } from "./walk.ts";

interface Cell {
  readonly program: Program;
  readonly constants: readonly string[];
  readonly variables: readonly string[];
}

/** Throws {@link CompileError} at the first assignment to a constant of this cell or of an earlier one. */
export function checkConstants(cell: Cell, earlier: ReadonlySet<string>, original: ToOriginal): void {
  const constants = new Set([...earlier, ...cell.constants]);
  for (const name of cell.variables) constants.delete(name);
  if (constants.size === 0) return;
  const assigned = new Map<string, AnyNode>();
  const bound = new Set<string>();
  eachNode(cell.program, (node, parent) => {
    for (const name of namesAssigned(node))
      if (constants.has(name) && !assigned.has(name)) assigned.set(name, node);
    if (parent?.type !== "Program") for (const name of namesBound(node)) bound.add(name);
  });
  for (const [name, node] of assigned) {
    if (bound.has(name)) continue;
    const start = node.loc?.start ?? { line: 1, column: 0 };
    const { line, column } = original({ line: start.line, column: start.column + 1 });
    throw new CompileError(
      `${name} is a constant and cannot be assigned to. Declare it with "let" to change it.`,
      line,
      column,
    );
  }
}

function namesAssigned(node: AnyNode): string[] {
  switch (node.type) {
    case "AssignmentExpression":
      return boundNames(node.left);
    case "UpdateExpression":
      return node.argument.type === "Identifier" ? [node.argument.name] : [];
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : boundNames(node.left);
    default:
      return [];
  }
}

function namesBound(node: AnyNode): string[] {
  const patterns = (params: readonly Pattern[]): string[] => params.flatMap((param) => boundNames(param));
  switch (node.type) {
    case "VariableDeclaration":
      return node.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "FunctionExpression":
      return [...patterns(node.params), ...(node.id === null || node.id === undefined ? [] : [node.id.name])];
    case "ArrowFunctionExpression":
      return patterns(node.params);
    case "ClassDeclaration":
    case "ClassExpression":
      return node.id === null || node.id === undefined ? [] : [node.id.name];
    case "CatchClause":
      return node.param === null || node.param === undefined ? [] : boundNames(node.param);
    default:
      return [];
  }
}
