/** Says below a cell that its outputs are not what running the notebook again would give. */
import * as vscode from "vscode";
import type { Staleness } from "./ran-as.ts";
import type { Runs } from "./runs.ts";

const words: Readonly<Record<Staleness, string>> = {
  changed: "This cell was edited after it ran. Run it again to see what it gives now.",
  earlier: "A cell above was edited after this one ran. Run both again to see what they give now.",
};
const delayMilliseconds = 300;

/** Registers the items. */
export function registerStaleItems(runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let timer: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    changed,
    runs.onDidChange(() => {
      // While someone types, once is enough.
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed.fire();
      }, delayMilliseconds);
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
    vscode.notebooks.registerNotebookCellStatusBarItemProvider("pipenb", {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems: (cell) => {
        const stale = runs.staleness(cell);
        if (stale === undefined) return [];
        const item = new vscode.NotebookCellStatusBarItem(
          "$(history) Stale",
          vscode.NotebookCellStatusBarAlignment.Left,
        );
        item.tooltip = words[stale];
        return [item];
      },
    }),
  );
}
