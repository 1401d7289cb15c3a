/** What stands below a cell: its name, and the way to run the pipeline from the parameters cell. */
import * as vscode from "vscode";
import { originOf } from "../cell-places.ts";

/** Registers the items. */
export function registerCellItems(): vscode.Disposable {
  return vscode.notebooks.registerNotebookCellStatusBarItemProvider("pipenb", {
    provideCellStatusBarItems: (cell) => {
      const origin = originOf(cell);
      return [
        ...(origin?.kind === "parameters" ? parametersItems(cell) : []),
        ...(origin?.name === undefined ? [] : [nameItem(origin.name)]),
      ];
    },
  });
}

function parametersItems(cell: vscode.NotebookCell): readonly vscode.NotebookCellStatusBarItem[] {
  const said = new vscode.NotebookCellStatusBarItem(
    "$(symbol-parameter) Parameters",
    vscode.NotebookCellStatusBarAlignment.Left,
  );
  said.tooltip = "What the pipeline can be told from outside; each declaration is one parameter.";
  if (!vscode.workspace.isTrusted) return [said];
  const run = new vscode.NotebookCellStatusBarItem(
    "$(play) Run pipeline for…",
    vscode.NotebookCellStatusBarAlignment.Left,
  );
  run.tooltip = "Run the built image with other values of these parameters";
  run.command = {
    title: "Run Pipeline for…",
    command: "pipenb.runPipeline",
    arguments: [cell.notebook.uri],
  };
  return [said, run];
}

function nameItem(name: string): vscode.NotebookCellStatusBarItem {
  const item = new vscode.NotebookCellStatusBarItem(
    `$(tag) ${name}`,
    vscode.NotebookCellStatusBarAlignment.Right,
  );
  item.tooltip = "The cell's name";
  item.command = "pipenb.nameCell";
  return item;
}
