/** Finds the cell and the line in it that a problem of the file is about. Free of the editor's API. */
import { findHead } from "../../notebook/format/head.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";

/** A problem in a cell, or in the front matter's; `cell` is undefined for one that no cell shows, whose line is then the file's. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly cell: number | "front matter" | undefined;
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
    if (cell === undefined) return inHead(notebook, problem);
    return { problem, cell: index, ...placeIn(cell, problem) };
  });
}

/** What is wrong with the lines around the front matter is shown on its first and last. */
function inHead({ head = "" }: Notebook, problem: Problem): PlacedProblem {
  const { block } = findHead(head);
  const place = { problem, line: problem.line - 1, character: problem.column - 1 };
  if (block === undefined || problem.line < block.line) return { ...place, cell: undefined };
  const lines = head.slice(block.start, block.end).split(/\r\n|\n|\r/).length - 1;
  const line = problem.line - block.line - 1;
  if (line < 0 || line >= lines) {
    return { problem, cell: "front matter", line: Math.max(0, Math.min(line, lines - 1)), character: 0 };
  }
  return { ...place, cell: "front matter", line };
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
