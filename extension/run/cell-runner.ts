/** Runs cells of a notebook in the editor: one execution per cell, queued in document order before the kernel is there. */
import * as vscode from "vscode";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import type { Execution } from "../../protocol/execution-stream.ts";
import { nameOf, textLine } from "../cell-places.ts";
import { freshRun, step } from "./cell-run.ts";
import { OutputWriter } from "./output-writer.ts";

/** Gives the kernel's client, starting the kernel where there is none. */
export type ClientOf = () => Promise<KernelClient>;

/** Runs the cells one after the other; a failed one stops the rest. Never rejects. */
export async function runCells(
  cells: readonly vscode.NotebookCell[],
  controller: vscode.NotebookController,
  clientOf: ClientOf,
): Promise<void> {
  const executions = cells.map((cell) => controller.createNotebookCellExecution(cell));
  let client: KernelClient;
  try {
    client = await clientOf();
  } catch (error) {
    await failAll(executions, error);
    return;
  }
  // The kernel queues them itself, and aborts those behind one that fails.
  const running = executions.map((execution) => ({
    execution,
    run: client.execute(execution.cell.document.getText(), placeOf(execution.cell)),
  }));
  for (const { execution, run } of running) await follow(execution, run);
}

function placeOf(cell: vscode.NotebookCell): ExecuteOptions {
  const line = textLine(cell);
  return { cell: nameOf(cell), ...(line === undefined ? {} : { line }) };
}

/** Shows what a cell's run does until it is over. */
async function follow(execution: vscode.NotebookCellExecution, run: Execution): Promise<void> {
  const writer = new OutputWriter(execution);
  let state = freshRun;
  let started = false;
  try {
    for await (const event of run) {
      if (event.type === "status" && event.execution_state === "busy" && !started) {
        started = true;
        execution.start(Date.now());
        await execution.clearOutput();
      }
      const next = step(state, event);
      state = next.run;
      writer.add(next.edits);
    }
    const reply = await run.reply;
    if (reply.execution_count !== undefined && reply.status !== "aborted")
      execution.executionOrder = reply.execution_count;
    await writer.flush();
    execution.end(reply.status === "ok", Date.now());
  } catch (error) {
    if (!started) execution.start(Date.now());
    writer.add([{ kind: "append", output: { kind: "error", key: -1, ...wordsOf(error) } }]);
    await writer.flush();
    execution.end(false, Date.now());
  }
}

/** No kernel, no run: the first cell says why, the others are taken back. */
async function failAll(executions: readonly vscode.NotebookCellExecution[], error: unknown): Promise<void> {
  for (const [index, execution] of executions.entries()) {
    execution.start(Date.now());
    await execution.clearOutput();
    if (index === 0)
      await execution.appendOutput(
        new vscode.NotebookCellOutput([
          vscode.NotebookCellOutputItem.error({ ...wordsOf(error), stack: "" }),
        ]),
      );
    execution.end(index === 0 ? false : undefined, Date.now());
  }
}

function wordsOf(error: unknown): { name: string; message: string; trace: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message, trace: message };
}
