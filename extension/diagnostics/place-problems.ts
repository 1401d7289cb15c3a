/** Finds the cell and the line in it that a problem of the file is about. Free of the editor's API. */
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";

/** A problem in a cell; `cell` is undefined for one before the first cell, whose line is then the file's. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly cell: number | undefined;
  /** 0-based line of the cell's text, or of the file. */
  readonly line: number;
  /** 0-based. */
  readonly character: number;
}

/** Places each problem. */
export function placeProblems(notebook: Notebook, problems: readonly Problem[]): readonly PlacedProblem[] {
  return problems.map((problem) => {
    // A cell begins with its marker line, the one before its text.
    const index = notebook.cells.findLastIndex(({ line }) => line - 1 <= problem.line);
    const cell = notebook.cells[index];
    if (cell === undefined)
      return { problem, cell: undefined, line: problem.line - 1, character: problem.column - 1 };
    return { problem, cell: index, ...placeIn(cell, problem) };
  });
}

/** What is wrong with the marker line is shown on the text's first. */
function placeIn(
  cell: Cell,
  { line, column }: Problem,
): { readonly line: number; readonly character: number } {
  if (line < cell.line) return { line: 0, character: 0 };
  const last = cell.text.split("\n").length - 1;
  return { line: Math.min(line - cell.line, last), character: column - 1 };
}
