/** "New Notebook": writes a notebook to start from and opens it. */
import { basename, extname } from "node:path";
import * as vscode from "vscode";
import { standardBase, templates, titleOf } from "../../notebook/templates/templates.ts";
import type { Template } from "../../notebook/templates/templates.ts";
import { showFailure } from "../failures/show-failure.ts";
import { isThere } from "../is-there.ts";

/** Registers the command. */
export function registerNewNotebook(log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand("pipenb.newNotebook", async () => {
    try {
      await newNotebook();
    } catch (error) {
      void showFailure(error, { log });
    }
  });
}

async function newNotebook(): Promise<void> {
  const template = await askTemplate();
  if (template === undefined) return;
  const uri = await askFile();
  if (uri === undefined) return;
  const title = titleOf(basename(uri.path, extname(uri.path)));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(template.text(title, standardBase)));
  await vscode.commands.executeCommand("vscode.openWith", uri, "pipenb");
}

async function askTemplate(): Promise<Template | undefined> {
  const items = templates.map((template) => ({ label: template.label, detail: template.detail, template }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "New pipenb notebook",
    placeHolder: "What to start from",
  });
  return chosen?.template;
}

/** The editor asks before a file is replaced, but of one whose name was typed without its end it does not know. */
async function askFile(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, "notebook.pipenb") }),
    filters: { "pipenb notebooks": ["pipenb"] },
    title: "New pipenb notebook",
  });
  if (uri === undefined || extname(uri.path) === ".pipenb") return uri;
  const named = uri.with({ path: `${uri.path}.pipenb` });
  if (!(await isThere(named))) return named;
  const replace = "Replace";
  const answer = await vscode.window.showWarningMessage(
    `${basename(named.path)} is there already. What it holds would be lost.`,
    { modal: true },
    replace,
  );
  return answer === replace ? named : undefined;
}
