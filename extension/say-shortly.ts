import * as vscode from "vscode";

const toldMilliseconds = 10_000;

/** Says something in the status bar that nobody has to take away. */
export function sayShortly(words: string): void {
  vscode.window.setStatusBarMessage(`$(info) pipenb: ${words}`, toldMilliseconds);
}
