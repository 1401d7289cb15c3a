/** The files of a notebook whose kernel is on another machine, around the run of its cells. */
import * as vscode from "vscode";
import { textOf } from "../../app/failures/describe-failure.ts";
import type { Kernels } from "./kernels.ts";

/** Sends what has changed in the notebook's folder. Rejects when that fails: cells would read what was. */
export async function sendFiles(
  notebook: vscode.NotebookDocument,
  kernels: Kernels,
  log: vscode.LogOutputChannel,
): Promise<void> {
  tell(notebook, (await kernels.existing(notebook)?.files?.send()) ?? [], log);
}

/** Fetches what cells have changed. Never rejects: what did not come now comes the next time. */
export async function fetchFiles(
  notebook: vscode.NotebookDocument,
  kernels: Kernels,
  log: vscode.LogOutputChannel,
): Promise<void> {
  try {
    tell(notebook, (await kernels.existing(notebook)?.files?.sync()) ?? [], log);
  } catch (error) {
    tell(notebook, [`Files could not be fetched from the kernel's machine: ${textOf(error)}`], log);
  }
}

function tell(
  { uri }: vscode.NotebookDocument,
  sentences: readonly string[],
  log: vscode.LogOutputChannel,
): void {
  for (const sentence of sentences) log.warn(`${uri.fsPath}: ${sentence}`);
  if (sentences.length > 0) void vscode.window.showWarningMessage(sentences.join(" "));
}
