/** Checks a notebook as the one module it becomes: syntax, types, and what is likely a slip. */
import { dirname, join } from "node:path";
import { inputCalls } from "../../notebook/analysis/input-calls.ts";
import { localModules } from "../../notebook/analysis/local-modules.ts";
import { missingInImage } from "../../notebook/analysis/missing-in-image.ts";
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
  const { path, readFile, readModule = readFile, lookAt = () => undefined } = options;
  const modules = localModules(notebook, (file) => readModule(join(dirname(path), file)));
  if (syntax.length > 0) return [...syntax, ...modules.problems].sort(byPlace);
  const known = new Set(modules.problems.map(placeOf));
  const types = typeProblems(notebook, module, options).filter((each) => !known.has(placeOf(each)));
  const problems = [
    ...modules.problems,
    ...types,
    ...lintNotebook(notebook, module.analyses),
    ...missingInImage(notebook, modules, lookAt),
    ...inputCalls(notebook, module.analyses, "warning"),
  ];
  return withKernelProblems(notebook, problems).toSorted(byPlace);
}

const byPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/** What an import leads to is told once; the compiler sees no more than that there is nothing. */
const placeOf = ({ line, column }: Problem): string => `${line}:${column}`;
