/** Says below a cell that its outputs are not what running the notebook again would give, or are from a kernel that is no more. */
import * as vscode from "vscode";
import { isFrontMatter } from "../front-matter/front-matter-cell.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { sayShortly } from "../say-shortly.ts";
import { cellsToRun, type RunState, type Staleness } from "./ran-as.ts";
import type { Runs } from "./runs.ts";

const words: Readonly<Record<Staleness, string>> = {
  changed: "This cell was edited after it ran. Click to run all stale cells again.",
  earlier: "A cell above was edited after this one ran. Click to run all stale cells again.",
};
const before =
  "This is from the kernel before the present one, and its variables went with that. Click to run all stale cells again.";
const delayMilliseconds = 300;

/** Registers the items, and the command that runs the cells which have one. */
export function registerStaleItems(
  runs: Runs,
  kernels: Pick<Kernels, "freshSince" | "onDidChange">,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let timer: NodeJS.Timeout | undefined;
  const changeSoon = (): void => {
    // While someone types, once is enough.
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed.fire();
    }, delayMilliseconds);
  };
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(changeSoon),
    kernels.onDidChange(changeSoon),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
    vscode.commands.registerCommand("pipenb.runStaleCells", async () => {
      const notebook = vscode.window.activeNotebookEditor?.notebook;
      if (notebook?.notebookType === "pipenb") await runStaleCells(notebook, runs, kernels);
    }),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider("pipenb", {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems: (cell) => {
        const stale = cell.outputs.length === 0 ? undefined : runs.staleness(cell);
        return [
          ...(stale === undefined ? [] : [itemOf("$(history) Stale", words[stale])]),
          ...(cell.outputs.length > 0 && isOfKernelBefore(cell, runs, kernels)
            ? [itemOf("$(debug-restart) Kernel before", before)]
            : []),
        ];
      },
    }),
  );
}

/** A cell that runs shows what is of now. */
function isOfKernelBefore(
  cell: vscode.NotebookCell,
  runs: Runs,
  kernels: Pick<Kernels, "freshSince">,
): boolean {
  const since = kernels.freshSince(cell.notebook);
  const run = runs.of(cell);
  if (since === undefined || run === undefined || cell.executionSummary?.success === undefined) return false;
  return run.at < since;
}

async function runStaleCells(
  notebook: vscode.NotebookDocument,
  runs: Runs,
  kernels: Pick<Kernels, "freshSince">,
): Promise<void> {
  const cells = notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && !isFrontMatter(document));
  const states = cells.map((cell): RunState => {
    if (isOfKernelBefore(cell, runs, kernels)) return "stale";
    if (runs.of(cell) === undefined) return "unknown";
    return runs.staleness(cell) === undefined ? "current" : "stale";
  });
  const ranges = cellsToRun(states).flatMap((index) => {
    const at = cells[index]?.index;
    return at === undefined ? [] : [{ start: at, end: at + 1 }];
  });
  if (ranges.length === 0) sayShortly("No cell is stale.");
  else await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
}

/** A click on it runs the cell with all that are stale. */
function itemOf(text: string, tooltip: string): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.tooltip = tooltip;
  item.command = { command: "pipenb.runStaleCells", title: "Run Stale Cells" };
  return item;
}
