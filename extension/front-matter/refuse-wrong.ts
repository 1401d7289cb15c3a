/** Nothing runs in an environment that is not the one that was meant: the command line refuses such a notebook, too. */
import type * as vscode from "vscode";
import { findHead } from "../../notebook/format/head.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { problemLines } from "../commands/problem-lines.ts";
import { placeProblems } from "../diagnostics/place-problems.ts";
import { CommandError } from "../failures/command-error.ts";
import { notebookText } from "../notebook-text.ts";

/** Throws a `CommandError` that names the lines of the front matter's cell, where that has errors. */
export function refuseWrongFrontMatter(document: vscode.NotebookDocument): void {
  const text = notebookText(document);
  const { notebook, problems } = parseNotebook(text);
  const isUnclosed = findHead(text).unclosedLine !== undefined;
  const errors = placeProblems(notebook, problems)
    .filter(({ problem, cell }) => problem.severity === "error" && (cell === "front matter" || isUnclosed))
    .map(({ problem, line }) => ({ ...problem, line: line + 1 }));
  if (errors.length > 0)
    throw new CommandError("front-matter", `The front matter is wrong. ${problemLines(errors)}`);
}
