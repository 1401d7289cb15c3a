import type * as vscode from "vscode";
import { mayUseShell } from "../notebook/analysis/may-use-shell.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";
import { statedFrontMatter } from "./front-matter/front-matter-cell.ts";
import { notebookOf } from "./notebook-text.ts";

/** The front matter of a notebook that is open in the editor, with what its cells need as they stand now. */
export async function frontMatterOf(document: vscode.NotebookDocument): Promise<FrontMatter> {
  const notebook = notebookOf(document);
  if (!notebook.cells.some(({ text }) => mayUseShell(text))) return statedFrontMatter(document).frontMatter;
  const { withShellPackage } = await import("../notebook/analysis/with-shell-package.ts");
  return withShellPackage(notebook).frontMatter;
}
