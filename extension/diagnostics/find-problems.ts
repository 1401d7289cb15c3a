/** What is wrong with the text of a notebook: of the file, its front matter and its parameters. */
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Notebook, Parsed, Problem } from "../../notebook/model.ts";

/** The notebook with all its problems. */
export async function findProblems(text: string): Promise<Parsed> {
  const { notebook, problems } = parseNotebook(text);
  return { notebook, problems: [...problems, ...(await parameterProblems(notebook))] };
}

/** The compiler behind it is loaded only for notebooks with parameters. */
async function parameterProblems(notebook: Notebook): Promise<readonly Problem[]> {
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  if (cell === undefined) return [];
  const { readParameters } = await import("../../notebook/parameters/read-parameters.ts");
  return readParameters(cell).problems;
}
