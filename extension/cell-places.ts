/** The cell of the notebook's file that a cell of the editor was read from. */
import type * as vscode from "vscode";
import type { Origin } from "./cell-data.ts";

/** Under what the editor keeps our data with a notebook and a cell. */
export const metadataKey = "pipenb";

/** The cell as it was read from the file; undefined for one that was made in the editor. */
export function originOf(cell: vscode.NotebookCell): Origin | undefined {
  // SAFETY: written by the serializer alone.
  return cell.metadata[metadataKey] as Origin | undefined;
}
