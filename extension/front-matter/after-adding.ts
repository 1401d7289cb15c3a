import * as vscode from "vscode";
import type { Kernels } from "../kernel/kernels.ts";
import { sayShortly } from "../say-shortly.ts";
import type { OpenDocument } from "./edited-front-matter.ts";

/** Says that a package was added, and offers to bring it into the environment. Where a kernel runs that offer comes from its own notice. */
export function sayAdded(document: OpenDocument, added: string, kernels: Pick<Kernels, "stateOf">): void {
  const said = `${added} is in the front matter now.`;
  if ("getCells" in document && kernels.stateOf(document).kind === "ready") {
    sayShortly(said);
    return;
  }
  const build = "Build Environment";
  const buttons = vscode.workspace.isTrusted ? [build] : [];
  const message = `${said} The first cell that runs brings it into the environment.`;
  void vscode.window.showInformationMessage(message, ...buttons).then((chosen) => {
    if (chosen === build) return vscode.commands.executeCommand("pipenb.buildEnvironment", document.uri);
    return undefined;
  });
}
