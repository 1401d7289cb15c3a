/** A command that works on one notebook: finds it, refuses where the workspace is not trusted, and explains failures. */
import * as vscode from "vscode";
import { CommandError, noNotebook } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { targetUri } from "./target-uri.ts";

/** What commands are given to work with. */
export interface CommandServices {
  readonly log: vscode.LogOutputChannel;
  /** What builds and runs say. */
  readonly output: vscode.OutputChannel;
  /** What is remembered for this workspace. */
  readonly memory: vscode.Memento;
  /** The extension's folder. */
  readonly folder: vscode.Uri;
  /** pipenb's own version. */
  readonly version: string;
  /** Asks whether to go on where the types of a notebook's cells are wrong; true where they are not. */
  readonly mayIgnoreTypeErrors: (notebook: vscode.Uri, verb: string) => Promise<boolean>;
  /** Fired when an export, a build or a push has made something new. */
  readonly made: vscode.EventEmitter<void>;
}

/** Works on the notebook; `given` is what the caller said besides, for who calls the command from code. Gives what the caller gets. */
export type NotebookWork = (
  document: vscode.NotebookDocument,
  services: CommandServices,
  given: unknown,
) => Promise<unknown>;

/** Registers a command that runs or builds, and is therefore for trusted workspaces. */
export function notebookCommand(
  id: string,
  services: CommandServices,
  work: NotebookWork,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target: unknown, given: unknown) => {
    let notebook: vscode.Uri | undefined;
    try {
      refuseUntrusted();
      const document = await documentOf(target);
      notebook = document.uri;
      return await work(document, services, given);
    } catch (error) {
      const again = async (): Promise<void> => {
        await vscode.commands.executeCommand(id, notebook, given);
      };
      // Not awaited: the command is over, the message stays until it is answered.
      void showFailure(error, { log: services.log, output: services.output, again, notebook });
      return undefined;
    }
  });
}

function refuseUntrusted(): void {
  if (!vscode.workspace.isTrusted)
    throw new CommandError(
      "untrusted",
      "Nothing is run, built or exported in a workspace that is not trusted. Trust it first.",
    );
}

/** From a cell, the notebook's toolbar, the explorer or code; else the one in front. */
async function documentOf(target: unknown): Promise<vscode.NotebookDocument> {
  const uri = targetUri(target) ?? vscode.window.activeNotebookEditor?.notebook.uri;
  if (uri !== undefined) {
    const document = await vscode.workspace.openNotebookDocument(uri);
    if (document.notebookType === "pipenb") return document;
  }
  throw noNotebook();
}
