import type { AnyNode, Program } from "acorn";

type Visit = (node: AnyNode, parent: AnyNode | undefined, inFunction: boolean) => void;

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

const opensFunction = /Function|^StaticBlock$|^PropertyDefinition$/;

/** Visits every node, parents first; `inFunction` tells whether `var` and `await` belong to a function and not to the cell. */
export function eachNode(program: Program, visit: Visit): void {
  const go = (node: AnyNode, parent: AnyNode | undefined, inFunction: boolean): void => {
    visit(node, parent, inFunction);
    const inside = inFunction || opensFunction.test(node.type);
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const each of value) if (isNode(each)) go(each, node, inside);
      } else if (isNode(value)) go(value, node, inside);
    }
  };
  go(program, undefined, false);
}
