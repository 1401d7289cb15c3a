import * as vscode from "vscode";

interface CellLike {
  readonly notebook: { readonly uri: vscode.Uri };
}

interface ToolbarLike {
  readonly notebookEditor: { readonly notebookUri: vscode.Uri };
}

/** The URI that a menu, the explorer or code has given a command; undefined where the command is for what is in front. */
export function targetUri(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target !== "object" || target === null) return undefined;
  // SAFETY: the editor gives menus of a cell the cell, and those of the toolbar this object.
  if ("notebook" in target) return (target as CellLike).notebook.uri;
  // SAFETY: as above.
  if ("notebookEditor" in target) return (target as ToolbarLike).notebookEditor.notebookUri;
  return undefined;
}
