/** A notebook as it stands in the editor, saved or not, read for a command that exports, builds or runs it. */
import type * as vscode from "vscode";
import type { SourceNotebook } from "../../app/notebook/source-notebook.ts";
import { CommandError } from "../failures/command-error.ts";
import { notebookText } from "../notebook-text.ts";
import { problemLines } from "./problem-lines.ts";

/** Its text is what saving would write. */
export interface EditedNotebook extends SourceNotebook {
  readonly uri: vscode.Uri;
}

/** Reads it. Throws a `CommandError` for a notebook with errors, and for one that has no file yet. */
export async function editedNotebook(document: vscode.NotebookDocument): Promise<EditedNotebook> {
  if (document.isUntitled)
    throw new CommandError(
      "no-notebook",
      "Save the notebook first: its packages and data are found beside its file.",
    );
  const { uri } = document;
  const { openNotebook } = await import("../../app/notebook/source-notebook.ts");
  const opened = await openNotebook(uri.fsPath, notebookText(document), process.env);
  if (opened.kind === "wrong") throw new CommandError("notebook", problemLines(opened.errors));
  return { uri, ...opened.source };
}
