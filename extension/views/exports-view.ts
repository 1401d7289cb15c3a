/** The view of what the workspace's notebooks were exported and built to. */
import * as vscode from "vscode";
import type { CommandServices } from "../commands/notebook-command.ts";
import { showFailure } from "../failures/show-failure.ts";
import { type ExportItem, exportRow } from "./export-row.ts";
import { findExports } from "./find-exports.ts";

/** Builds of the command line and of other windows tell nobody, and ages grow. */
const refreshMilliseconds = 60_000;

/** Shows the view and registers its commands. */
export function registerExportsView(services: CommandServices): vscode.Disposable {
  const list = new ExportList(services);
  const view = vscode.window.createTreeView("pipenb.exports", { treeDataProvider: list });
  const refresh = (): void => {
    if (view.visible) list.refresh();
  };
  const timer = setInterval(refresh, refreshMilliseconds);
  /** A command for a row, for which the editor hands over what the row stands for. */
  const forRow = (id: string, act: (item: ExportItem) => Thenable<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (item: ExportItem | undefined) => {
      try {
        return item === undefined ? undefined : await act(item);
      } catch (error) {
        void showFailure(error, { log: services.log });
        return undefined;
      }
    });
  return vscode.Disposable.from(
    list,
    view,
    services.made.event(refresh),
    view.onDidChangeVisibility(refresh),
    vscode.commands.registerCommand("pipenb.refreshExports", () => {
      list.refresh();
    }),
    forRow("pipenb.runExport", (item) => withImage("pipenb.runPipeline", item)),
    forRow("pipenb.pushExport", (item) => withImage("pipenb.pushImage", item)),
    forRow("pipenb.copyExportRun", (item) => withImage("pipenb.copyDockerRun", item)),
    forRow("pipenb.openExport", openFolder),
    {
      dispose: () => {
        clearInterval(timer);
      },
    },
  );
}

/** The command for the row's notebook, with this very image. */
async function withImage(command: string, item: ExportItem): Promise<unknown> {
  if (item.kind !== "image") return undefined;
  return vscode.commands.executeCommand(command, vscode.Uri.file(item.notebookPath), { image: item.tag });
}

/** In the Explorer, or in a window of its own where it lies outside of the workspace. */
async function openFolder(item: ExportItem): Promise<void> {
  if (item.kind !== "folder") return;
  const folder = vscode.Uri.file(item.exported.folder);
  if (vscode.workspace.getWorkspaceFolder(folder) === undefined)
    await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: true });
  else await vscode.commands.executeCommand("revealInExplorer", folder);
}

class ExportList implements vscode.TreeDataProvider<ExportItem>, vscode.Disposable {
  readonly #services: CommandServices;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: CommandServices) {
    this.#services = services;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(exported: ExportItem): vscode.TreeItem {
    const { id, label, description, tooltip, icon } = exportRow(exported, Date.now());
    const item = new vscode.TreeItem(label);
    item.id = id;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = exported.kind;
    return item;
  }

  async getChildren(of?: ExportItem): Promise<ExportItem[]> {
    return of === undefined ? [...(await findExports(this.#services))] : [];
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
