import { cellWords } from "../../notebook/cell-name.ts";
import { isMarkerLine } from "../../notebook/format/marker.ts";
import type { Cell, Notebook, Problem } from "../../notebook/model.ts";

/** `daily.pipenb:12:3 cell "clean": message`, with the remedy on a line of its own. */
export function describeProblem(path: string, notebook: Notebook, problem: Problem): string {
  const cell = cellAt(notebook, problem.line);
  const name = cell === undefined ? "" : ` ${cell}`;
  const kind = problem.severity === "warning" ? "warning: " : "";
  const remedy = problem.remedy === undefined ? "" : `\n  ${problem.remedy}`;
  return `${path}:${problem.line}:${problem.column}${name}: ${kind}${problem.message}${remedy}`;
}

/** The cell a line of the file lies in; undefined for the front matter. */
function cellAt(notebook: Notebook, line: number): string | undefined {
  const index = notebook.cells.findLastIndex((cell) => startLine(cell) <= line);
  const cell = notebook.cells[index];
  return cell === undefined ? undefined : cellWords(cell, index);
}

/** The line of the cell's marker, where it has one. */
function startLine({ line, source }: Cell): number {
  return isMarkerLine(source?.split(/[\r\n]/, 1)[0] ?? "") ? line - 1 : line;
}
