/** What is wrong with the text of a notebook: of the file, its front matter and its parameters. */
import { parseNotebook } from "../../notebook/format/parse.ts";
import type { Parsed } from "../../notebook/model.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";

/** The notebook with all its problems. */
export function findProblems(text: string): Parsed {
  const { notebook, problems } = parseNotebook(text);
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  return {
    notebook,
    problems: cell === undefined ? problems : [...problems, ...readParameters(cell).problems],
  };
}
