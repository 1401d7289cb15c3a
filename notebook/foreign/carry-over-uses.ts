/** Carries over what cells use of another kernel, or says what to write instead. */
import type { Edit } from "../analysis/apply-edits.ts";
import type { Origin } from "./bindings.ts";
import { denoRules } from "./deno-rules.ts";
import { displayModuleRules } from "./display-module-rules.ts";
import type { CellUses, KernelUse } from "./kernel-uses.ts";
import type { Rule } from "./rewrites.ts";

/** One use of a cell, by its place in the cell's text. */
export interface CarriedUse {
  readonly origin: Origin;
  readonly at: number;
  readonly end: number;
  readonly message: string;
  readonly remedy: string;
  /** What carries it over; undefined where it must be written anew by hand. */
  readonly edits: readonly Edit[] | undefined;
}

/** The uses of one cell, and the statements that nothing needs any more. */
export function carryOverUses({ uses, statements }: CellUses): readonly CarriedUse[] {
  const removed = statements.map(({ start, end, bindings }): CarriedUse => {
    const [binding] = bindings.values();
    const origin = binding?.origin ?? "tslab";
    return {
      origin,
      at: start,
      end,
      message: foreign(origin, binding?.path ?? []),
      remedy: "Leave it out: display is here without an import.",
      edits: [{ start, end, text: "" }],
    };
  });
  return [...removed, ...uses.map(carryOver)];
}

function carryOver(use: KernelUse): CarriedUse {
  const { rule, length } = ruleFor(use);
  // The nodes end where the path ends; a name that stands for a path of its own has only its last part.
  const node = use.nodes[use.nodes.length - 1 - (use.path.length - length)];
  const [root] = use.nodes;
  return {
    origin: use.origin,
    at: root?.getStart(use.file) ?? 0,
    end: (node ?? root)?.end ?? 0,
    message: foreign(use.origin, use.path.slice(0, Math.max(length, 1))),
    remedy: rule.remedy,
    edits: node === undefined ? undefined : rule.rewrite?.({ use, node }),
  };
}

function ruleFor({ origin, path }: KernelUse): { readonly rule: Rule; readonly length: number } {
  const rules = origin === "Deno" ? denoRules : displayModuleRules;
  for (let length = path.length; length >= 0; length -= 1) {
    const rule = rules.get(path.slice(0, length).join("."));
    if (rule !== undefined) return { rule, length };
  }
  throw new Error("every table has a rule for the empty path");
}

function foreign(origin: Origin, path: readonly string[]): string {
  const name = [origin, ...path].join(".");
  return origin === "Deno"
    ? `${name} is there in Deno only; cells run in Node.`
    : `${name} belongs to ${origin === "tslab" ? "tslab's kernel" : "the Node.js notebooks extension"} and is not here.`;
}
