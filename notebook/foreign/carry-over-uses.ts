/** Carries over what cells use of another kernel, or says what to write instead. */
import type { Edit } from "../analysis/apply-edits.ts";
import type { Origin } from "./bindings.ts";
import { denoRules } from "./deno-rules.ts";
import { bundle, image, rawBundle } from "./display-rewrites.ts";
import type { CellUses, KernelUse } from "./kernel-uses.ts";
import { renamed, type Rule } from "./rewrites.ts";

/** What tslab's module has, by its path, and what stands for it here. The Node.js notebooks extension took its own from it. */

const script: Rule = { remedy: "Put it into HTML: display.html(`<script>…</script>`)." };

/** The longest path that fits counts; "" stands for everything else. */
const displayModuleRules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["", { remedy: "Leave it out; what cells show goes through display, which is here without an import." }],
  ["display", { rewrite: renamed("display"), remedy: "Write display, which is here without an import." }],
  ["display.html", { rewrite: renamed("display.html"), remedy: "Write display.html(text)." }],
  ["display.markdown", { rewrite: renamed("display.markdown"), remedy: "Write display.markdown(text)." }],
  ["display.json", { rewrite: renamed("display.json"), remedy: "Write display.json(value)." }],
  ["display.png", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  ["display.jpeg", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  ["display.gif", { rewrite: renamed("display.image"), remedy: "Write display.image(bytes)." }],
  [
    "display.image",
    { rewrite: image, remedy: "Write display.image(bytes), with readFileSync(path) for a file's." },
  ],
  ["display.svg", { rewrite: bundle("image/svg+xml"), remedy: "Write display.image(text)." }],
  [
    "display.text",
    { rewrite: bundle("text/plain"), remedy: 'Write display.bundle({ "text/plain": text }).' },
  ],
  [
    "display.latex",
    { rewrite: bundle("text/latex"), remedy: 'Write display.bundle({ "text/latex": text }).' },
  ],
  [
    "display.pdf",
    { rewrite: bundle("application/pdf"), remedy: 'Write display.bundle({ "application/pdf": bytes }).' },
  ],
  ["display.raw", { rewrite: rawBundle, remedy: "Write display.bundle({ [type]: data })." }],
  ["display.javascript", script],
  [
    "newDisplay",
    { remedy: "Write display(value); its handle's update(value) shows something else in the same place." },
  ],
  ["versions", { remedy: "Write process.versions." }],
  ["Plotly", { remedy: 'Show the chart as HTML: display.html(`<div id="plot"></div><script>…</script>`).' }],
]);

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
