/** Checks a notebook as the one module it becomes: syntax, types, and what is likely a slip. */
import { analyseCells } from "../analysis/analyse-cells.ts";
import { resolveNames } from "../analysis/resolve-names.ts";
import type { Notebook, Problem } from "../model.ts";
import type { CheckOptions } from "./check-options.ts";
import { lintNotebook } from "./lint-notebook.ts";
import { typeProblems } from "./type-problems.ts";
import { placeInCell } from "./place-in-cell.ts";
import { virtualModule } from "./virtual-module.ts";

/** Problems in the order of the file. With syntax errors there are no others. */
export function checkNotebook(notebook: Notebook, options: CheckOptions): readonly Problem[] {
  const texts = notebook.cells.map(({ kind, text }) => (kind === "markdown" ? "" : text));
  const analyses = analyseCells(texts);
  const syntax = notebook.cells.flatMap((cell, index): readonly Problem[] =>
    (analyses[index]?.errors ?? []).map(({ start, message }) => ({
      severity: "error",
      message,
      ...placeInCell(cell, start),
    })),
  );
  if (syntax.length > 0) return syntax;
  const names = resolveNames(
    analyses,
    notebook.cells.findIndex(({ kind }) => kind === "parameters"),
  );
  const module = virtualModule(texts, analyses, names);
  const problems = [...typeProblems(notebook, module, options), ...lintNotebook(notebook, analyses)];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}
