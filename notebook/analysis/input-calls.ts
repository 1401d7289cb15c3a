/** Cells that ask a person by `input()`: a kernel can pass the question on, an exported pipeline runs with nobody in front of it. */
import type { Notebook, Problem } from "../model.ts";
import { placeInCell } from "../place-in-cell.ts";
import type { CellAnalysis } from "./analyse-cells.ts";

/** One problem for each cell that asks; none where the notebook has an `input` of its own. */
export function inputCalls(
  notebook: Notebook,
  analyses: readonly (CellAnalysis | undefined)[],
  severity: Problem["severity"],
): readonly Problem[] {
  if (analyses.some((analysis) => analysis !== undefined && declaresInput(analysis))) return [];
  return notebook.cells.flatMap((cell, index) =>
    (analyses[index]?.occurrences ?? [])
      .filter(({ name, own }) => name === "input" && !own)
      .slice(0, 1)
      .map(({ start }) => ({
        severity,
        message: "input() asks a person, and a pipeline runs without one.",
        remedy: "Make it a parameter.",
        ...placeInCell(cell, start),
      })),
  );
}

function declaresInput({ imports, declarations }: CellAnalysis): boolean {
  return (
    imports.some(({ bindings }) => bindings.some(({ local }) => local === "input")) ||
    declarations.some(({ names }) => names.includes("input"))
  );
}
