/** What kept outputs are in the editor again. */
import * as vscode from "vscode";
import type { KeptCell } from "./cache-text.ts";
import { stalenessOf } from "./ran-as.ts";
import type { RanAs } from "./ran-as.ts";
import { runKey } from "./runs.ts";
import type { Run } from "./runs.ts";

/** What a cell shows, and how its run went. */
export interface RestoredCell {
  readonly outputs: vscode.NotebookCellOutput[];
  readonly executionSummary: vscode.NotebookCellExecutionSummary;
}

/** Each output carries the run it is from, and why it is stale if it is. */
export function restoredCell(kept: KeptCell, now: RanAs): RestoredCell {
  const run: Run = { ran: kept.ran, at: kept.at };
  const stale = stalenessOf(kept.ran, now);
  const ours = { [runKey]: { ...run, ...(stale === undefined ? {} : { stale }) } };
  const outputs = kept.outputs.map(
    ({ items, metadata }) =>
      new vscode.NotebookCellOutput(
        items.map(
          ({ mime, base64 }) => new vscode.NotebookCellOutputItem(Buffer.from(base64, "base64"), mime),
        ),
        { ...metadata, ...ours },
      ),
  );
  const { success, timing } = kept;
  const executionSummary = {
    ...(success === undefined ? {} : { success }),
    ...(timing === undefined ? {} : { timing: { startTime: timing[0], endTime: timing[1] } }),
  };
  return { outputs, executionSummary };
}
