/** Checks a notebook as the one module it becomes: syntax, types, and what is likely a slip. */
import type { Notebook, Problem } from "../../notebook/model.ts";
import { placeInCell } from "../../notebook/place-in-cell.ts";
import { ModuleBuilder } from "../module/notebook-module.ts";
import type { CheckOptions } from "./check-options.ts";
import { withKernelProblems } from "./kernel-problems.ts";
import { lintNotebook } from "./lint-notebook.ts";
import { typeProblems } from "./type-problems.ts";

/** Problems in the order of the file. With syntax errors there are no others. */
export function checkNotebook(notebook: Notebook, options: CheckOptions): readonly Problem[] {
  const module = new ModuleBuilder().build(
    notebook.cells.map(({ kind, text }) => (kind === "markdown" ? undefined : text)),
  );
  const syntax = notebook.cells.flatMap((cell, index): readonly Problem[] =>
    (module.analyses[index]?.errors ?? []).map(({ start, message }) => ({
      severity: "error",
      message,
      ...placeInCell(cell, start),
    })),
  );
  if (syntax.length > 0) return syntax;
  const problems = [...typeProblems(notebook, module, options), ...lintNotebook(notebook, module.analyses)];
  return withKernelProblems(notebook, problems).toSorted((a, b) => a.line - b.line || a.column - b.column);
}
