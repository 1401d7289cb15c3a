/** What a notebook uses of another kernel, in place of what the compiler says of names it does not know. */
import { carryOverUses } from "../../notebook/foreign/carry-over-uses.ts";
import { kernelUses } from "../../notebook/foreign/kernel-uses.ts";
import type { Notebook, Problem } from "../../notebook/model.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";

/** The problems of `others` without those of the same stretches of code, and each use with what to write instead. */
export function withKernelProblems(notebook: Notebook, others: readonly Problem[]): readonly Problem[] {
  const texts = notebook.cells.map(({ kind, text }) => (kind === "markdown" ? "" : text));
  // Whoever has brought types of Deno along, or declared it, knows what it is.
  const lacksDeno = others.some(({ message }) => message.includes("'Deno'"));
  const found = kernelUses(texts).flatMap((uses, index) => {
    const cell = notebook.cells[index];
    if (cell === undefined) return [];
    return carryOverUses(uses)
      .filter(({ origin }) => origin !== "Deno" || lacksDeno)
      .map(({ at, end, message, remedy }) => ({
        problem: { severity: "error", message, remedy, ...placeInCell(cell, at) } as const,
        end: placeInCell(cell, end),
      }));
  });
  const isSaid = (other: Problem): boolean =>
    found.some(({ problem, end }) => byPlace(problem, other) <= 0 && byPlace(other, end) < 0);
  return [...others.filter((other) => !isSaid(other)), ...found.map(({ problem }) => problem)];
}

type Place = Pick<Problem, "line" | "column">;

function byPlace(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}
