/** Reads a notebook for a command: from here on it is sound, or the command has ended with what is wrong with it. */
import { basename, extname, resolve } from "node:path";
import { knownParameters, parametersCache } from "../../app/notebook/known-parameters.ts";
import { parametersFolder } from "../../containers/hosts/local/own-folders.ts";
import { mayUseShell } from "../../notebook/analysis/may-use-shell.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Notebook, Problem } from "../../notebook/model.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { CliError } from "../cli-error.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { describeProblem } from "./describe-problem.ts";

export interface OpenNotebook {
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it, for messages. */
  readonly shown: string;
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  /** As it is in the file. */
  readonly text: string;
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
  /** Warnings only. */
  readonly warnings: readonly Problem[];
}

/** Reads and parses a notebook and its parameters. */
export async function openNotebook(shown: string): Promise<OpenNotebook> {
  const { text, notebook, parameters, problems } = await readNotebook(shown);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    throw new CliError("notebook", errors.map((each) => describeProblem(shown, notebook, each)).join("\n"));
  const path = resolve(shown);
  const name = basename(path, extname(path));
  const title = notebook.frontMatter.title ?? name;
  return {
    path,
    shown,
    name,
    title,
    text,
    notebook: await withItsShell(notebook),
    parameters,
    warnings: problems,
  };
}

/** What `$` needs belongs to the notebook's packages wherever it runs. */
async function withItsShell(notebook: Notebook): Promise<Notebook> {
  if (!notebook.cells.some(({ text }) => mayUseShell(text))) return notebook;
  const { withShellPackage } = await import("../../notebook/analysis/with-shell-package.ts");
  return withShellPackage(notebook);
}

/** The same, with its problems as a value. */
export async function readNotebook(shown: string): Promise<{
  readonly text: string;
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
}> {
  const text = await readText(shown);
  const { notebook, problems } = parseNotebook(text);
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  if (cell === undefined) return { text, notebook, parameters: [], problems };
  const read = await knownParameters(cell, parametersCache(parametersFolder(process.env)));
  return { text, notebook, parameters: read.parameters, problems: [...problems, ...read.problems] };
}

async function readText(shown: string): Promise<string> {
  if (extname(shown) === ".ipynb")
    throw new CliError("usage", `${shown} is a Jupyter notebook.`, {
      remedy: `Convert it first: pipenb convert ${shown} ${basename(shown, ".ipynb")}.pipenb`,
    });
  return readTextFile(shown, "Name a .pipenb file that is there; pipenb new FILE makes one.");
}
