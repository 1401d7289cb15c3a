/** Where a cell of the editor stands in the notebook's file, as far as that is known. */
import type * as vscode from "vscode";
import type { Origin } from "./cell-data.ts";

/** Under what the editor keeps our data with a notebook and a cell. */
export const metadataKey = "pipenb";

/** The cell as it was read from the file; undefined for one that was made in the editor. */
export function originOf(cell: vscode.NotebookCell): Origin | undefined {
  // SAFETY: written by the serializer alone.
  return cell.metadata[metadataKey] as Origin | undefined;
}

/** The cell's name; one without is called by its place. */
export function nameOf(cell: vscode.NotebookCell): string {
  return originOf(cell)?.name ?? `cell ${cell.index + 1}`;
}

/** 1-based line of the file on which the cell's text starts, when the notebook is as it was read. */
export function textLine(cell: vscode.NotebookCell): number | undefined {
  return cell.notebook.isDirty ? undefined : originOf(cell)?.line;
}
