/** Runs cells of a notebook in the editor: one execution per cell, queued in document order before the kernel is there. */
import * as vscode from "vscode";
import type { ExecuteOptions, KernelClient } from "../../protocol/client.ts";
import type { Execution } from "../../protocol/execution-stream.ts";
import { originOf } from "../cell-places.ts";
import type { KeptCell } from "../kernel/kept-kernels.ts";
import type { ShownRun } from "./shown-run.ts";
import type { ShownRuns } from "./shown-runs.ts";

/** Gives the kernel's client, starting the kernel where there is none. */
export type ClientOf = () => Promise<KernelClient>;

/** Remembers which cells run, for a window that comes after this one. */
export interface RunningCells {
  /** A cell was sent, or has started. */
  note(cell: KeptCell): void;
  ended(id: string): void;
  /** Whether the notebook has another name now: another document shows what its cells do. */
  goesOnElsewhere(): boolean;
}

/** What a debugger is to know of a cell. */
export type DebugOptionsOf = (cell: vscode.NotebookCell) => Pick<ExecuteOptions, "source" | "pause">;

/** What cells are run with. */
export interface RunTools {
  readonly controller: vscode.NotebookController;
  readonly memory: RunningCells;
  /** What the kernel of a client shows. */
  readonly shownRuns: (client: KernelClient) => ShownRuns;
}

/** Runs the cells one after the other; a failed one stops the rest. Never rejects. */
export async function runCells(
  cells: readonly vscode.NotebookCell[],
  clientOf: ClientOf,
  debugOptionsOf: DebugOptionsOf,
  { controller, memory, shownRuns }: RunTools,
): Promise<void> {
  const executions = cells.map((cell) => controller.createNotebookCellExecution(cell));
  let client: KernelClient;
  try {
    client = await clientOf();
  } catch (error) {
    await failAll(executions, error);
    return;
  }
  const runs = shownRuns(client);
  // The kernel queues them itself, and aborts those behind one that fails.
  const running = executions.map((execution) => {
    const { cell } = execution;
    const text = cell.document.getText();
    const since = client.lastSequence;
    const run = client.execute(text, { ...placeOf(cell), ...debugOptionsOf(cell) });
    const kept: KeptCell = { index: cell.index, text, id: run.id, since };
    memory.note(kept);
    return { execution, run, kept, shown: runs.send(run.id, cell) };
  });
  for (const one of running) await follow(one, runs, memory);
}

/** Shows the cells again that were running when the window was reloaded. */
export async function resumeCells(
  found: readonly { readonly cell: KeptCell; readonly execution: Execution }[],
  notebook: vscode.NotebookDocument,
  runs: ShownRuns,
  { controller, memory }: Pick<RunTools, "controller" | "memory">,
): Promise<void> {
  const resumed = found.flatMap(({ cell: kept, execution: run }) => {
    const cell = kept.index < notebook.cellCount ? notebook.cellAt(kept.index) : undefined;
    // Edited meanwhile: what runs is no longer what stands there.
    if (cell?.document.getText() !== kept.text) return [];
    const execution = controller.createNotebookCellExecution(cell);
    return [{ execution, run, kept, shown: runs.send(run.id, cell) }];
  });
  for (const one of resumed) await follow(one, runs, memory);
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

/** A cell that was sent. */
interface Followed {
  readonly execution: vscode.NotebookCellExecution;
  readonly run: Execution;
  readonly kept: KeptCell;
  readonly shown: ShownRun;
}

/** Shows what a cell's run does until it is over. */
async function follow(
  { execution, run, kept, shown }: Followed,
  runs: ShownRuns,
  memory: RunningCells,
): Promise<void> {
  let startTime: number | undefined;
  let ended: number | undefined;
  let over = false;
  try {
    for await (const event of run) {
      const at = event.type === "status" ? event.at : undefined;
      // A cell that is aborted was never busy, and keeps what it has shown before.
      if (startTime === undefined && !(event.type === "status" && event.execution_state === "idle")) {
        startTime = kept.startTime ?? at ?? Date.now();
        execution.start(startTime);
        memory.note({ ...kept, startTime });
        runs.begin(shown, execution);
      }
      // Told now, so that the editor has nothing but the output to take in when the cell ends.
      if (event.type === "execute_input") execution.executionOrder = event.execution_count;
      ended = at ?? ended;
      runs.take(shown, event);
    }
    const reply = await run.reply;
    const { execution_count: count } = reply;
    if (count !== undefined && count !== execution.executionOrder && reply.status !== "aborted")
      execution.executionOrder = count;
    // The end makes the editor show what it would gather for a while; it comes after what was written.
    const written = shown.flush();
    const success = reply.status === "aborted" ? undefined : reply.status === "ok";
    const endTime = ended ?? Date.now();
    execution.end(success, endTime);
    over = true;
    shown.end({ startTime, endTime, success, executionOrder: execution.executionOrder });
    memory.ended(run.id);
    await written;
  } catch (error) {
    if (over) return; // The editor was closed meanwhile.
    if (memory.goesOnElsewhere()) {
      execution.end(undefined);
      return;
    }
    if (startTime === undefined) {
      execution.start(Date.now());
      shown.writeUnder(execution);
    }
    await shown.fail(wordsOf(error));
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
