/** Adds a package that a cell imports to the notebook's front matter, in the version that npm would take. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { writeNotebook } from "../../notebook/format/write.ts";
import type { FrontMatter } from "../../notebook/front-matter.ts";
import type { Notebook } from "../../notebook/model.ts";
import { metadataKey } from "../cell-places.ts";
import { folderOf } from "./notebook-language.ts";

/** Not in the palette: asked for by a quick fix, with the cell's URI and the package's name. */
export const addPackageCommand = "pipenb.addPackage";

const npmMilliseconds = 15_000;

export function registerAddPackage(log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand(addPackageCommand, async (uri: vscode.Uri, name: string) => {
    const version = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Looking for the version of ${name}` },
      () => versionOf(name, folderOf(uri), log),
    );
    const notebook = vscode.workspace.notebookDocuments.find((each) =>
      each.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
    );
    const edit = new vscode.WorkspaceEdit();
    if (notebook === undefined) {
      const document = await vscode.workspace.openTextDocument(uri);
      const { notebook: read } = parseNotebook(document.getText());
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      edit.replace(
        uri,
        all,
        writeNotebook({ ...read, frontMatter: withPackage(read.frontMatter, name, version) }),
      );
    } else {
      // SAFETY: written by the serializer alone; a notebook made by the editor has none.
      const kept = (notebook.metadata[metadataKey] ?? parseNotebook("").notebook) as Notebook;
      const changed = { ...kept, frontMatter: withPackage(kept.frontMatter, name, version) };
      edit.set(notebook.uri, [
        vscode.NotebookEdit.updateNotebookMetadata({ ...notebook.metadata, [metadataKey]: changed }),
      ]);
    }
    await vscode.workspace.applyEdit(edit);
  });
}

function withPackage(frontMatter: FrontMatter, name: string, version: string): FrontMatter {
  const { image } = frontMatter;
  return { ...frontMatter, image: { ...image, npm: { ...image.npm, [name]: version } } };
}

/** That of the workspace's own package, else the newest; any where npm cannot be asked. */
async function versionOf(name: string, folder: string, log: vscode.LogOutputChannel): Promise<string> {
  try {
    const text = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
    const found: unknown = JSON.parse(text);
    if (typeof found === "object" && found !== null && "version" in found) return `^${String(found.version)}`;
  } catch {
    // Not installed beside the notebook.
  }
  try {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const { stdout } = await promisify(execFile)(npm, ["view", name, "version"], {
      cwd: folder,
      timeout: npmMilliseconds,
      shell: process.platform === "win32",
    });
    const version = stdout.trim();
    return /^\d/.test(version) ? `^${version}` : "*";
  } catch (error) {
    log.info(`npm cannot be asked for the version of ${name}: ${String(error)}`);
    return "*";
  }
}
