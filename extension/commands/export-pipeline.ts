/** "Export Pipeline…": writes the pipeline to a folder that a person would keep. */
import { basename, join } from "node:path";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import * as z from "zod";
import { editedNotebook } from "./edited-notebook.ts";
import type { EditedNotebook } from "./edited-notebook.ts";
import { proposedFolder } from "./export-folder.ts";
import { gather } from "./gather.ts";
import type { NotebookWork } from "./notebook-command.ts";
import { withProgress } from "./with-progress.ts";

/** What a caller may say instead of being asked. */
const GivenSchema = z.object({ folder: z.string().optional() }).default({});

/** Gives the folder; undefined when the user changed their mind. */
export const exportPipeline: NotebookWork = async (document, services, given) => {
  const edited = await editedNotebook(document);
  const known = lastFolder(edited.uri, services.memory) ?? proposedFolder(edited.path, edited.name);
  const folder = GivenSchema.parse(given).folder ?? (await askFolder(edited, known));
  if (folder === undefined) return undefined;
  const files = await withProgress(`Exporting ${edited.title}`, (report, signal) => {
    report("locking npm packages and reading files");
    return gather(edited, services, { signal, verb: "Export" });
  });
  const { writeExport } = await import("../../pipeline/write-export.ts");
  const notebookPath = edited.path;
  const written = await writeExport(folder, files, { notebookPath });
  if (written.kind === "refused") {
    if (!(await mayReplace(folder, written.foreign))) return undefined;
    await writeExport(folder, files, { notebookPath, replace: true });
  }
  await services.memory.update(folderKey(edited.uri), folder);
  services.made.fire();
  services.log.info(`${edited.path}: exported ${files.size} files to ${folder}`);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(folder), "pipeline.ts"));
  void sayDone(edited, folder, files.size);
  return folder;
};

const folderKey = (notebook: vscode.Uri): string => `exported:${notebook.toString()}`;

/** Where the notebook was exported to last from this workspace. */
export function lastFolder(notebook: vscode.Uri, memory: vscode.Memento): string | undefined {
  return memory.get<string>(folderKey(notebook));
}

async function askFolder({ title }: EditedNotebook, known: string): Promise<string | undefined> {
  const other = { label: "$(folder-opened) Choose another folder…" };
  const proposed = { label: `$(folder) ${basename(known)}`, description: known };
  const chosen = await vscode.window.showQuickPick([proposed, other], {
    title: `Export ${title}`,
    placeHolder: "The folder to write the pipeline to",
  });
  if (chosen !== other) return chosen === undefined ? undefined : known;
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: "Export Here",
      title: `Export ${title}`,
    })) ?? [];
  return folder?.fsPath;
}

async function mayReplace(folder: string, files: readonly string[]): Promise<boolean> {
  const replace = "Replace";
  const chosen = await vscode.window.showWarningMessage(
    `${folder} has files that no export wrote, or that were changed since, and that would be replaced: ${files.join(", ")}.`,
    { modal: true },
    replace,
  );
  return chosen === replace;
}

async function sayDone({ title, uri }: EditedNotebook, folder: string, count: number): Promise<void> {
  const [install, build] = ["Install Packages", "Build Image…"];
  const lacks = lacksPackages(folder);
  const chosen = await vscode.window.showInformationMessage(
    `${title} is exported: ${count} files in ${folder}.${lacks ? " Until its packages are installed there, the editor marks its imports as errors." : ""}`,
    ...(lacks ? [install] : []),
    build,
  );
  if (chosen === install) installPackages(folder);
  if (chosen === build) await vscode.commands.executeCommand("pipenb.buildImage", uri);
}

/** With the types of Node, which the pipeline needs only to be checked: they are in no image and not in package.json. */
const installCommand = "npm install --no-save @types/node@24";

/** Whether nothing was installed in the folder yet: until it is, the editor marks every import in `pipeline.ts` as an error. */
function lacksPackages(folder: string): boolean {
  return !existsSync(join(folder, "node_modules"));
}

/** Runs npm in a terminal of the user's, who asked for it and sees what it does. */
function installPackages(folder: string): void {
  const terminal = vscode.window.createTerminal({ name: `npm: ${basename(folder)}`, cwd: folder });
  terminal.show(true);
  terminal.sendText(installCommand);
}
