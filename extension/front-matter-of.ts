import type * as vscode from "vscode";
import { parseNotebook } from "../notebook/format/parse.ts";
import type { FrontMatter } from "../notebook/front-matter.ts";
import type { Notebook } from "../notebook/model.ts";
import { metadataKey } from "./cell-places.ts";

/** The front matter of a notebook that is open in the editor. */
export function frontMatterOf(notebook: vscode.NotebookDocument): FrontMatter {
  // SAFETY: written by the serializer alone.
  const kept = notebook.metadata[metadataKey] as Notebook | undefined;
  return (kept ?? parseNotebook("").notebook).frontMatter;
}
