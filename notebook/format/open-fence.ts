/** A fence of Markdown (three backticks or tildes) that its cell does not close: the marker line below it was likely meant to be in it. */
import type { Cell, Problem } from "../model.ts";

/** The warning for the cell behind one that leaves a fence open. */
export function openFenceProblem(before: Cell | undefined, line: number): readonly Problem[] {
  const open = before?.kind === "markdown" ? openFence(before.text) : undefined;
  if (before === undefined || open === undefined) return [];
  return [
    {
      severity: "warning",
      message: `This line starts a cell, inside the fence that is open since line ${before.line + open}.`,
      remedy: "If it belongs to the fence, write `// \\%%`; if not, close the fence above it.",
      line,
      column: 1,
    },
  ];
}

/** The 0-based line of the fence that is open at the end of the text. */
function openFence(markdown: string): number | undefined {
  let open: { readonly line: number; readonly fence: string } | undefined;
  for (const [line, text] of markdown.split("\n").entries()) {
    const [, fence, info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) {
      if (!(fence.startsWith("`") && info.includes("`"))) open = { line, fence };
    } else if (fence.startsWith(open.fence) && info.trim() === "") open = undefined;
  }
  return open?.line;
}
