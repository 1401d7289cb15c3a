/** Says below a cell that its outputs are not what running the notebook again would give, or are from a kernel that is no more. */
import * as vscode from "vscode";
import type { Staleness } from "./ran-as.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { Runs } from "./runs.ts";

const words: Readonly<Record<Staleness, string>> = {
  changed: "This cell was edited after it ran. Run it again to see what it gives now.",
  earlier: "A cell above was edited after this one ran. Run both again to see what they give now.",
};
const before =
  "This is from the kernel before the present one, and its variables went with that. Run the cell again to have them.";
const delayMilliseconds = 300;

/** Registers the items. */
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
    vscode.notebooks.registerNotebookCellStatusBarItemProvider("pipenb", {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems: (cell) => {
        const stale = runs.staleness(cell);
        return [
          ...(stale === undefined ? [] : [itemOf("$(history) Stale", words[stale])]),
          ...(isOfKernelBefore(cell, runs, kernels)
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
  return cell.outputs.length > 0 && run.at < since;
}

function itemOf(text: string, tooltip: string): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  item.tooltip = tooltip;
  return item;
}
