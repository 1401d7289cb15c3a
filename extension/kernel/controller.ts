/**
 * What runs a notebook's cells in the editor: one controller for containers, one for processes of this machine. One execution per
 * cell, queued in document order before the kernel is there.
 */
import * as vscode from "vscode";
import type { KernelClient, ExecuteOptions } from "../../protocol/client.ts";
import { runsPerKernel } from "../run/editor-runs.ts";
import type { EditorRuns, MakeExecution } from "../run/editor-runs.ts";
import { CommandError } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { isFrontMatter } from "../front-matter/front-matter-cell.ts";
import { cellLanguages, languageOfCells } from "../language/cell-language.ts";
import type { CellDebugging } from "../debug/cell-debugging.ts";
import type { ShownCell } from "../outputs/output-cache.ts";
import { fetchFiles, sendFiles } from "./carried-files.ts";
import type { Kernels, MovedNotebook, Runtime } from "./kernels.ts";
import { startWithProgress } from "./start-with-progress.ts";
import { textOf } from "../../app/failures/describe-failure.ts";
import { originOf } from "../cell-places.ts";
import type { KeptCell } from "./kept-kernels.ts";

const labels: Readonly<Record<Runtime, { readonly label: string; readonly description: string }>> = {
  container: { label: "Container", description: "In a container of the notebook's image" },
  local: { label: "Local process", description: "On this machine, without a container engine" },
};

export interface ControllerOptions {
  readonly log: vscode.LogOutputChannel;
  readonly debugging: CellDebugging;
  /** Asked before cells run. */
  readonly mayRun: (
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
  ) => true | Promise<boolean>;
}

/** Makes one controller; dispose it with the extension. */
export function createController(
  runtime: Runtime,
  kernels: Kernels,
  { log, debugging, mayRun }: ControllerOptions,
): vscode.NotebookController {
  const { label, description } = labels[runtime];
  const controller = vscode.notebooks.createNotebookController(`pipenb-${runtime}`, "pipenb", label);
  controller.description = description;
  // New cells get the first. The front matter's is none of them: the editor passes over what a kernel does not run.
  controller.supportedLanguages = [
    languageOfCells(),
    ...cellLanguages.filter((id) => id !== languageOfCells()),
  ];
  controller.supportsExecutionOrder = true;
  const make: MakeExecution = (cell) => controller.createNotebookCellExecution(cell);
  const runsOfKernel = runsPerKernel(make);
  const runsOf = (client: KernelClient, notebook: vscode.NotebookDocument): EditorRuns =>
    runsOfKernel(client, () => kernels.runningCells(notebook));
  const startUp = async (
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
    ready: () => Promise<void>,
  ): Promise<KernelClient> => {
    try {
      refuseUntrusted();
      const client = await startWithProgress(notebook, runtime, kernels, log);
      await sendFiles(notebook, kernels, log);
      await ready();
      return client;
    } catch (error) {
      const again = (): Promise<void> => runAgain(notebook, cells);
      void showFailure(error, { log, notebook: notebook.uri, again });
      throw error;
    }
  };
  controller.executeHandler = async (asked, notebook) => {
    const cells = asked.filter(({ document }) => !isFrontMatter(document));
    const may = mayRun(notebook, cells);
    // Executions are queued before anything is awaited.
    if (may !== true && !(await may)) return;
    await debugging.around(notebook, (ready) =>
      runCells(cells, {
        make,
        clientOf: () => startUp(notebook, cells, ready),
        runsOf: (client) => runsOf(client, notebook),
        debugOptionsOf: (cell) => debugging.optionsOf(cell),
      }),
    );
    await fetchFiles(notebook, kernels, log);
  };
  const findAgain = (notebook: vscode.NotebookDocument): void => {
    if (!vscode.workspace.isTrusted) return;
    reattach(notebook, { runtime, make, kernels, runsOf }).catch((error: unknown) => {
      log.error(`${notebook.uri.fsPath}: the kernel of before cannot be used: ${String(error)}`);
    });
  };
  const chosenFor = new WeakSet<vscode.NotebookDocument>();
  const moved = new WeakMap<vscode.NotebookDocument, MovedNotebook>();
  const takeUp = (notebook: vscode.NotebookDocument): void => {
    for (const each of moved.get(notebook)?.shown ?? [])
      showAgain(controller.createNotebookCellExecution(each.cell), each);
    moved.delete(notebook);
    findAgain(notebook);
  };
  controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
    if (selected) chosenFor.add(notebook);
    else chosenFor.delete(notebook);
    if (selected) takeUp(notebook);
  });
  // Before it is chosen the editor lets it show nothing; it is found again when it is.
  kernels.onDidMove((one) => {
    moved.set(one.document, one);
    if (chosenFor.has(one.document)) takeUp(one.document);
  });
  controller.interruptHandler = async (notebook) => {
    const kernel = kernels.existing(notebook);
    if (kernel?.state.kind === "starting") kernel.cancelStart();
    else await kernel?.interrupt();
  };
  return controller;
}

/** Cells show what they showed, without having run. */
function showAgain(
  execution: vscode.NotebookCellExecution,
  { outputs, executionSummary: { success, timing } }: ShownCell,
): void {
  execution.start(timing?.startTime);
  void execution.replaceOutput(outputs);
  execution.end(success, timing?.endTime);
}

function refuseUntrusted(): void {
  if (!vscode.workspace.isTrusted)
    throw new CommandError(
      "untrusted",
      "Cells run in trusted workspaces only. Trust this workspace to run them.",
    );
}

async function runAgain(
  { uri }: vscode.NotebookDocument,
  cells: readonly vscode.NotebookCell[],
): Promise<void> {
  const ranges = cells.map(({ index }) => ({ start: index, end: index + 1 }));
  await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: uri });
}

interface ReattachOptions {
  readonly runtime: Runtime;
  readonly make: MakeExecution;
  readonly kernels: Kernels;
  readonly runsOf: (client: KernelClient, notebook: vscode.NotebookDocument) => EditorRuns;
}

/** After a reload: the kernel of before, and its running cells with all that they have written. */
async function reattach(
  notebook: vscode.NotebookDocument,
  { runtime, make, kernels, runsOf }: ReattachOptions,
): Promise<void> {
  const found = await kernels.reattach(notebook, runtime);
  if (found === undefined) return;
  // What the kernel replays is read when this has been said.
  const runs = runsOf(found.client, notebook);
  runs.restore(notebook, found.seen);
  await resumeCells(found.cells, notebook, runs, make);
}

/** What cells are run with. */
interface RunTools {
  readonly make: MakeExecution;
  /** Gives the kernel's client, starting the kernel where there is none. */
  readonly clientOf: () => Promise<KernelClient>;
  readonly runsOf: (client: KernelClient) => EditorRuns;
  /** What a debugger is to know of a cell. */
  readonly debugOptionsOf: (cell: vscode.NotebookCell) => Pick<ExecuteOptions, "source" | "pause">;
}

/** Runs the cells one after the other; a failed one stops the rest. Never rejects. */
async function runCells(
  cells: readonly vscode.NotebookCell[],
  { make, clientOf, runsOf, debugOptionsOf }: RunTools,
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
async function resumeCells(
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
