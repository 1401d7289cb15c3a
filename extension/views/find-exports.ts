/** Looks for what the workspace's notebooks were exported and built to on this machine. */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as vscode from "vscode";
import type { ListedImage } from "../../containers/engine/engine.ts";
import { exportedFolder } from "../../app/export/exported-folder.ts";
import { connectedEngine } from "../commands/connected-engine.ts";
import { lastFolder } from "../commands/export-pipeline.ts";
import type { CommandServices } from "../commands/notebook-command.ts";
import type { ExportItem } from "./export-row.ts";
import { exportsOf, type KnownNotebook } from "./exports-of.ts";

const passedOver = "**/node_modules/**";
/** More would be another machine's worth of notebooks. */
const most = 500;

/** Folders and images, the newest first. Without an engine there are folders alone. */
export async function findExports({
  memory,
  log,
}: Pick<CommandServices, "memory" | "log">): Promise<readonly ExportItem[]> {
  const notebooks = await findNotebooks(memory);
  if (notebooks.length === 0) return [];
  const [folders, images] = await Promise.all([findFolders(notebooks), findImages(log)]);
  return exportsOf(notebooks, images, folders);
}

async function findNotebooks(memory: vscode.Memento): Promise<readonly KnownNotebook[]> {
  const uris = await vscode.workspace.findFiles("**/*.pipenb", passedOver, most);
  const notebooks = uris.map(async (uri) => ({
    path: uri.fsPath,
    text: await readFile(uri.fsPath, "utf8").catch(() => ""), // gone meanwhile
    lastFolder: lastFolder(uri, memory),
  }));
  return Promise.all(notebooks);
}

/** Every export carries its runner; those outside of the workspace are remembered. */
async function findFolders(notebooks: readonly KnownNotebook[]) {
  const runners = await vscode.workspace.findFiles("**/runner.mjs", passedOver, most);
  const remembered = notebooks.flatMap((notebook) => notebook.lastFolder ?? []);
  const folders = new Set([...runners.map(({ fsPath }) => dirname(fsPath)), ...remembered]);
  const exported = await Promise.all([...folders].map((folder) => exportedFolder(folder)));
  return exported.filter((each) => each !== undefined);
}

async function findImages(log: vscode.LogOutputChannel): Promise<readonly ListedImage[]> {
  try {
    const engine = await connectedEngine();
    const { pipelineImages } = await import("../../app/image/built-images.ts");
    return await pipelineImages(engine);
  } catch (error) {
    log.info(`Images are not listed: ${String(error)}`);
    return [];
  }
}
