/** Runs cells of a notebook in the editor: one execution per cell, queued in document order before the kernel is there. */
import * as vscode from "vscode";
import { textOf } from "../../app/failures/describe-failure.ts";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import { originOf } from "../cell-places.ts";
import type { KeptCell } from "../kernel/kept-kernels.ts";
import type { EditorRuns, MakeExecution } from "./editor-runs.ts";

/** Gives the kernel's client, starting the kernel where there is none. */
export type ClientOf = () => Promise<KernelClient>;

/** What a debugger is to know of a cell. */
export type DebugOptionsOf = (cell: vscode.NotebookCell) => Pick<ExecuteOptions, "source" | "pause">;

/** What cells are run with. */
export interface RunTools {
  readonly make: MakeExecution;
  readonly runsOf: (client: KernelClient) => EditorRuns;
}

/** Runs the cells one after the other; a failed one stops the rest. Never rejects. */
export async function runCells(
  cells: readonly vscode.NotebookCell[],
  clientOf: ClientOf,
  debugOptionsOf: DebugOptionsOf,
  { make, runsOf }: RunTools,
): Promise<void> {
  const executions = cells.map(make);
  let client: KernelClient;
  try {
    client = await clientOf();
  } catch (error) {
    await failAll(executions, error);
    return;
  }
  const runs = runsOf(client);
  runs.forgetGone();
  // The kernel queues them itself, and aborts those behind one that fails.
  const followed = executions.map((execution) => {
    const { cell } = execution;
    const text = cell.document.getText();
    const since = client.lastSequence;
    const id = client.send(text, { ...placeOf(cell), ...debugOptionsOf(cell) });
    return runs.follow({ index: cell.index, text, id, since }, execution);
  });
  await Promise.all(followed);
}

/** Shows the cells again that were running when the window was reloaded. */
export async function resumeCells(
  found: readonly KeptCell[],
  notebook: vscode.NotebookDocument,
  runs: EditorRuns,
  make: MakeExecution,
): Promise<void> {
  const followed = found.flatMap((kept) => {
    const cell = kept.index < notebook.cellCount ? notebook.cellAt(kept.index) : undefined;
    // Edited meanwhile: what runs is no longer what stands there.
    return cell?.document.getText() === kept.text ? [runs.follow(kept, make(cell))] : [];
  });
  await Promise.all(followed);
}

/** `input()` of a cell. */
async function askForInput(prompt: string, password: boolean): Promise<string> {
  const answer = await vscode.window.showInputBox({ prompt, password, ignoreFocusOut: true });
  if (answer === undefined) throw new Error("The question was not answered.");
  return answer;
}

/** Traces count the lines of the cell, as the editor does; those of the file are of no use here. */
function placeOf(cell: vscode.NotebookCell): ExecuteOptions {
  const name = originOf(cell)?.name;
  return { ...(name === undefined ? {} : { cell: name }), input: askForInput };
}

/** No kernel, no run: the first cell says why, the others are taken back. */
async function failAll(executions: readonly vscode.NotebookCellExecution[], error: unknown): Promise<void> {
  const name = error instanceof Error ? error.name : "Error";
  const message = textOf(error);
  for (const [index, execution] of executions.entries()) {
    execution.start(Date.now());
    await execution.clearOutput();
    if (index === 0)
      await execution.appendOutput(
        new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error({ name, message, stack: "" })]),
      );
    execution.end(index === 0 ? false : undefined, Date.now());
  }
}
