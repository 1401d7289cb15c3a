/** What is to be said of a notebook that was converted, at the places of the file that was made of it. */
import { analyseCells } from "../../notebook/analysis/analyse-cells.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Imported, ImportFinding } from "../../notebook/foreign/imported.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";

/** The notebook as it is written, problems in its cells by their lines, and findings about it as a whole. */
export function importProblems(
  { findings }: Imported,
  written: string,
): {
  readonly notebook: Notebook;
  readonly inCells: readonly Problem[];
  readonly elsewhere: readonly ImportFinding[];
  /** How many of them keep a cell from running. */
  readonly stops: number;
} {
  const { notebook, problems } = parseNotebook(written);
  const { cells } = notebook;
  const placed = findings.flatMap((finding): Problem[] => {
    const cell = finding.cell === undefined ? undefined : cells[finding.cell];
    return cell === undefined ? [] : [problemAt(cell, finding)];
  });
  const parameters = cells.find(({ kind }) => kind === "parameters");
  const wrong = [
    ...problems,
    ...(parameters === undefined ? [] : readParameters(parameters).problems),
    ...syntaxErrors(cells.filter(({ kind }) => kind === "code")),
  ];
  const lines = new Set(placed.map(({ line }) => line));
  const others = wrong.filter(({ line }) => !lines.has(line));
  return {
    notebook,
    inCells: [...placed, ...others].sort((a, b) => a.line - b.line || a.column - b.column),
    stops:
      findings.filter(({ stops }) => stops === true).length +
      others.filter(({ severity }) => severity === "error").length,
    elsewhere: findings.filter(({ cell }) => cell === undefined || cells[cell] === undefined),
  };
}

function problemAt(cell: Cell, { message, remedy, at = 0 }: ImportFinding): Problem {
  return { severity: "warning", message, remedy, ...placeInCell(cell, at) };
}

/** One for each cell: what follows from the first mistake is none of its own. */
function syntaxErrors(cells: readonly Cell[]): readonly Problem[] {
  const analyses = analyseCells(cells.map(({ text }) => text));
  return cells.flatMap((cell, index): Problem[] => {
    const error = analyses[index]?.errors[0];
    if (error === undefined) return [];
    return [{ severity: "error", message: error.message, ...placeInCell(cell, error.start) }];
  });
}
