/** Which file a notebook is being opened from: the editor gives serializers the bytes alone. */
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";

/** Notebooks of tabs that are not open yet, those with these very bytes first. */
export async function filesBeingOpened(bytes: Uint8Array): Promise<readonly string[]> {
  const open = new Set(vscode.workspace.notebookDocuments.map(({ uri }) => uri.toString()));
  const paths = new Set(
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .map(({ input }) => uriOf(input))
      .filter((uri) => uri !== undefined && isOnDisk(uri) && !open.has(uri.toString()))
      .map((uri) => uri?.fsPath ?? ""),
  );
  const read = await Promise.all(
    [...paths].map(async (path) => {
      const found = await readFile(path).catch(() => undefined);
      return { path, same: found?.equals(bytes) === true };
    }),
  );
  return read.sort((a, b) => Number(b.same) - Number(a.same)).map(({ path }) => path);
}

/** Neither a new notebook nor one out of git's past. */
export function isOnDisk(uri: vscode.Uri): boolean {
  return uri.scheme === "file" || uri.scheme === "vscode-remote";
}

function uriOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputNotebook && input.notebookType === "pipenb") return input.uri;
  if (input instanceof vscode.TabInputNotebookDiff && input.notebookType === "pipenb") return input.modified;
  return undefined;
}
