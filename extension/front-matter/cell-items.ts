/** What stands below the front matter's cell: adding a package, and what has become of the environment. */
import * as vscode from "vscode";
import type { KernelEnvironments } from "../kernel/kernel-environments.ts";
import { frontMatterCell, statedFrontMatter } from "./front-matter-cell.ts";
import type { FrontMatterChanges } from "./front-matter-changes.ts";

/** Registers the items. */
export function registerFrontMatterItems(
  environments: Pick<KernelEnvironments, "changesOf" | "onDidChange">,
  frontMatters: Pick<FrontMatterChanges, "onDidChange">,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const fire = (): void => {
    changed.fire();
  };
  return vscode.Disposable.from(
    changed,
    environments.onDidChange(fire),
    frontMatters.onDidChange(fire),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider("pipenb", {
      onDidChangeCellStatusBarItems: changed.event,
      provideCellStatusBarItems: (cell) =>
        cell === frontMatterCell(cell.notebook) ? [...itemsOf(cell.notebook, environments)] : [],
    }),
  );
}

function itemsOf(
  notebook: vscode.NotebookDocument,
  environments: Pick<KernelEnvironments, "changesOf">,
): readonly vscode.NotebookCellStatusBarItem[] {
  const add = item("$(add) Add package…", "Add an npm package under image.npm");
  add.command = { title: "Add Package…", command: "pipenb.addPackage", arguments: [notebook.uri] };
  if (!statedFrontMatter(notebook).isSound)
    return [add, item("$(error) Has errors: no kernel starts", "The Problems view lists them")];
  const changes = environments.changesOf(notebook);
  if (changes.length === 0) return [add];
  const restart = item(
    "$(debug-restart) Environment has changed: restart",
    `Restart the kernel in the environment that is named here. Changed: ${changes.join(", ")}`,
  );
  restart.command = "pipenb.restartKernel";
  return [add, restart];
}

function item(text: string, tooltip: string): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  made.tooltip = tooltip;
  return made;
}
