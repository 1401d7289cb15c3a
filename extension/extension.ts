/** Program 2: the VS Code extension. */
import * as vscode from "vscode";
import { PipenbSerializer } from "./serializer.ts";

/** Called by the editor when the first `.pipenb` file is opened. */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.workspace.registerNotebookSerializer("pipenb", new PipenbSerializer(), { transientOutputs: true }),
  );
}
