/** A notebook as it stands in the editor, saved or not, read for a command that exports, builds or runs it. */
import { basename, extname } from "node:path";
import type * as vscode from "vscode";
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Notebook, Problem } from "../../notebook/model.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { CommandError } from "../failures/command-error.ts";
import { notebookText } from "../notebook-text.ts";
import { problemLines } from "./problem-lines.ts";

export interface EditedNotebook {
  readonly uri: vscode.Uri;
  /** Absolute path of the file. */
  readonly path: string;
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  /** What saving would write. */
  readonly text: string;
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
}

/** Reads it. Throws a `CommandError` for a notebook with errors, and for one that has no file yet. */
export async function editedNotebook(document: vscode.NotebookDocument): Promise<EditedNotebook> {
  if (document.isUntitled)
    throw new CommandError(
      "no-notebook",
      "Save the notebook first: its packages and data are found beside its file.",
    );
  const text = notebookText(document);
  const { notebook, parameters, problems } = await readText(text);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new CommandError("notebook", problemLines(errors));
  const { uri } = document;
  const path = uri.fsPath;
  const name = basename(path, extname(path));
  return { uri, path, name, title: notebook.frontMatter.title ?? name, text, notebook, parameters };
}

async function readText(text: string): Promise<{
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
}> {
  const { notebook, problems } = parseNotebook(text);
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  if (cell === undefined) return { notebook, parameters: [], problems };
  const { readParameters } = await import("../../notebook/parameters/read-parameters.ts");
  const read = readParameters(cell);
  return { notebook, parameters: read.parameters, problems: [...problems, ...read.problems] };
}
