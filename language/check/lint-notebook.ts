/** What is likely a slip, seen without types. */
import type { CellAnalysis } from "../../notebook/analysis/analyse-cells.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";

/** Warnings only. */
export function lintNotebook(
  notebook: Notebook,
  analyses: readonly (CellAnalysis | undefined)[],
): readonly Problem[] {
  const used = new Set(
    analyses.flatMap((analysis) =>
      (analysis?.occurrences ?? []).filter(({ declares }) => !declares).map(({ name }) => name),
    ),
  );
  return notebook.cells.flatMap((cell, index) => {
    const analysis = analyses[index];
    if (analysis === undefined || cell.kind === "markdown") return [];
    return [
      ...unusedImports(cell, analysis, used),
      ...(cell.kind === "parameters" ? unusedParameters(cell, analysis, used) : []),
    ];
  });
}

function unusedImports(cell: Cell, { imports }: CellAnalysis, used: ReadonlySet<string>): readonly Problem[] {
  return imports.flatMap(({ bindings, start }) =>
    bindings
      .filter(({ local }) => !used.has(local))
      .map(({ local }) => warning(cell, start, `${local} is imported and never used.`, "Leave it out.")),
  );
}

function unusedParameters(
  cell: Cell,
  { declarations }: CellAnalysis,
  used: ReadonlySet<string>,
): readonly Problem[] {
  return declarations
    .filter(({ kind }) => kind === "variable")
    .flatMap(({ declarators }) => declarators)
    .flatMap(({ names, start }) =>
      names
        .filter((name) => !used.has(name))
        .map((name) =>
          warning(cell, start, `No cell uses the parameter ${name}.`, "Use it or leave it out."),
        ),
    );
}

function warning(cell: Cell, offset: number, message: string, remedy: string): Problem {
  return { severity: "warning", message, remedy, ...placeInCell(cell, offset) };
}
