/**
 * The cell that shows a notebook's front matter: code of a language of its own, which no kernel runs. It is none of the notebook's
 * cells, and does not count as one (docs/decisions/0014).
 */
import * as vscode from "vscode";
import { readFrontMatter } from "../../notebook/format/read-front-matter.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";

/** The id under which package.json contributes its grammar and brackets. YAML's own would let other extensions answer, who know no front matter. */
export const frontMatterLanguage = "pipenb-front-matter";

/** Whether a document of the editor is the text of such a cell. */
export function isFrontMatter({ languageId }: Pick<vscode.TextDocument, "languageId">): boolean {
  return languageId === frontMatterLanguage;
}

/** The first such cell, which is what the notebook's file says; undefined for a notebook without front matter. */
export function frontMatterCell(notebook: vscode.NotebookDocument): vscode.NotebookCell | undefined {
  return notebook.getCells().find(({ document }) => isFrontMatter(document));
}

/** The notebook's own cells, in the order of its file: what is counted, run and exported. */
export function cellsOf(notebook: vscode.NotebookDocument): readonly vscode.NotebookCell[] {
  const frontMatter = frontMatterCell(notebook);
  return notebook.getCells().filter((cell) => cell !== frontMatter);
}

/** Which of the notebook's own cells it is, from 0; -1 for its front matter. */
export function placeOf(cell: vscode.NotebookCell): number {
  const frontMatter = frontMatterCell(cell.notebook);
  if (cell === frontMatter) return -1;
  return frontMatter !== undefined && frontMatter.index < cell.index ? cell.index - 1 : cell.index;
}

interface Stated {
  readonly text: string;
  readonly frontMatter: FrontMatter;
  readonly isSound: boolean;
}

/** The text is asked about with every key that is typed in a cell, and is another one seldom. */
const lastStated = new WeakMap<vscode.NotebookDocument, Stated>();

/** What the front matter says as it stands in the editor, and whether all of it could be understood. */
export function statedFrontMatter(notebook: vscode.NotebookDocument): Omit<Stated, "text"> {
  const text = frontMatterCell(notebook)?.document.getText() ?? "pipenb: 1";
  const known = lastStated.get(notebook);
  if (known?.text === text) return known;
  const { frontMatter, problems } = readFrontMatter(text, 1);
  const stated = { text, frontMatter, isSound: problems.every(({ severity }) => severity !== "error") };
  lastStated.set(notebook, stated);
  return stated;
}
