/** What runs a notebook's cells in the editor: one controller for containers, one for processes of this machine. */
import * as vscode from "vscode";
import type { KernelClient } from "../../protocol/client.ts";
import { resumeCells, runCells } from "../run/cell-runner.ts";
import { runsPerKernel } from "../run/editor-runs.ts";
import type { EditorRuns, MakeExecution } from "../run/editor-runs.ts";
import { CommandError } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { isFrontMatter } from "../front-matter/front-matter-cell.ts";
import { cellLanguages, languageOfCells } from "../language/cell-language.ts";
import type { CellDebugging } from "../debug/cell-debugging.ts";
import type { ShownCell } from "../outputs/output-cache.ts";
import type { Kernels, MovedNotebook, Runtime } from "./kernels.ts";
import { startWithProgress } from "./start-with-progress.ts";

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
      runCells(
        cells,
        () => startUp(notebook, cells, ready),
        (cell) => debugging.optionsOf(cell),
        { make, runsOf: (client) => runsOf(client, notebook) },
      ),
    );
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
