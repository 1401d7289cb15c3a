/**
 * The packages of an exported folder: without them the editor marks every import in `pipeline.ts` as an error. They are installed
 * only when asked for, in a terminal where the user sees what npm does.
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import * as vscode from "vscode";

/** With the types of Node, which the pipeline needs only to be checked: they are in no image and not in package.json. */
const command = "npm install --no-save @types/node@24";

/** Whether nothing was installed in the folder yet. */
export function lacksPackages(folder: string): boolean {
  return !existsSync(join(folder, "node_modules"));
}

/** Runs npm in a terminal of the user's. */
export function installPackages(folder: string): void {
  const terminal = vscode.window.createTerminal({ name: `npm: ${basename(folder)}`, cwd: folder });
  terminal.show(true);
  terminal.sendText(command);
}
