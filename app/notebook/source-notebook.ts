/** A notebook's file as the programs work with it, read by one rule: its text, its cells, its parameters, and what is wrong with it. */
import { basename, extname } from "node:path";
import { parametersFolder } from "../../containers/hosts/local/own-folders.ts";
import { mayUseShell } from "../../notebook/analysis/may-use-shell.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Notebook, Problem } from "../../notebook/model.ts";
import type { Parameter } from "../../notebook/parameters/parameter.ts";
import { knownParameters, parametersCache } from "./known-parameters.ts";

/** A notebook without errors, ready to be run, exported or built. */
export interface SourceNotebook {
  /** Absolute. */
  readonly path: string;
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  /** As it is in the file, or as saving would write it. */
  readonly text: string;
  /** With what `$` needs among its packages. */
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
}

/** The best notebook that could be read of a text. */
export interface ReadNotebook {
  readonly notebook: Notebook;
  readonly parameters: readonly Parameter[];
  /** Of the file and of its parameters. Any "error" means the notebook must not be run or exported. */
  readonly problems: readonly Problem[];
}

/** A notebook with warnings at most, or the errors that keep it from being one. */
export type OpenedNotebook =
  | { readonly kind: "sound"; readonly source: SourceNotebook; readonly warnings: readonly Problem[] }
  | { readonly kind: "wrong"; readonly notebook: Notebook; readonly errors: readonly Problem[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a text, with its problems as a value. */
export async function readNotebook(text: string, env: Environment): Promise<ReadNotebook> {
  const { notebook, problems } = parseNotebook(text);
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  if (cell === undefined) return { notebook, parameters: [], problems };
  const read = await knownParameters(cell, parametersCache(parametersFolder(env)));
  return { notebook, parameters: read.parameters, problems: [...problems, ...read.problems] };
}

/** Reads the text of the file at `path`. */
export async function openNotebook(path: string, text: string, env: Environment): Promise<OpenedNotebook> {
  const { notebook, parameters, problems } = await readNotebook(text, env);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "wrong", notebook, errors };
  const name = basename(path, extname(path));
  const title = notebook.frontMatter.title ?? name;
  const source = { path, name, title, text, notebook: await withItsShell(notebook), parameters };
  return { kind: "sound", source, warnings: problems };
}

/** What `$` needs belongs to the notebook's packages wherever it runs. */
async function withItsShell(notebook: Notebook): Promise<Notebook> {
  if (!notebook.cells.some(({ text }) => mayUseShell(text))) return notebook;
  const { withShellPackage } = await import("../../notebook/analysis/with-shell-package.ts");
  return withShellPackage(notebook);
}
