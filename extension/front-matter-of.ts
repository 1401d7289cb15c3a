import type * as vscode from "vscode";
import { mayUseShell } from "../notebook/analysis/may-use-shell.ts";
import { newCell } from "../notebook/format/new-cell.ts";
import { parseNotebook } from "../notebook/format/parse.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";
import type { Notebook } from "../notebook/model.ts";
import { metadataKey } from "./cell-places.ts";

/** The front matter of a notebook that is open in the editor, with what its cells need as they stand now. */
export async function frontMatterOf(document: vscode.NotebookDocument): Promise<FrontMatter> {
  // SAFETY: written by the serializer alone.
  const kept = document.metadata[metadataKey] as Notebook | undefined;
  const notebook = kept ?? parseNotebook("").notebook;
  const texts = document.getCells().map((cell) => cell.document.getText());
  if (!texts.some(mayUseShell)) return notebook.frontMatter;
  const { withShellPackage } = await import("../notebook/analysis/with-shell-package.ts");
  return withShellPackage({ ...notebook, cells: texts.map((text) => newCell({ kind: "code", text })) })
    .frontMatter;
}
