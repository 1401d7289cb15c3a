/** "Debug Cell" and "Run by Line". */
import * as vscode from "vscode";
import { CommandError } from "../failures/command-error.ts";
import { showFailure } from "../failures/show-failure.ts";
import { cellOf } from "../commands/cell-commands.ts";
import type { CellDebugging } from "./cell-debugging.ts";

const debuggerExtension = "ms-vscode.js-debug";

/** Registers them. */
export function registerDebugCommands(
  debugging: CellDebugging,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const command = (id: string, work: (cell: vscode.NotebookCell) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (target: unknown) => {
      try {
        refuse();
        const cell = cellOf(target);
        if (cell?.kind !== vscode.NotebookCellKind.Code)
          throw new CommandError("no-notebook", "Choose a code cell of a .pipenb notebook first.");
        await work(cell);
      } catch (error) {
        void showFailure(error, { log });
      }
    });
  return vscode.Disposable.from(
    command("pipenb.debugCell", (cell) => debugging.run({ cell, pause: false })),
    command("pipenb.runByLine", async (cell) => {
      // Pressed again, it goes to the next line.
      if (debugging.isDebugging(cell.notebook))
        await vscode.commands.executeCommand("workbench.action.debug.stepOver");
      else await debugging.run({ cell, pause: true });
    }),
  );
}

function refuse(): void {
  if (!vscode.workspace.isTrusted)
    throw new CommandError(
      "untrusted",
      "Cells are debugged in trusted workspaces only. Trust this workspace to debug them.",
    );
  if (vscode.extensions.getExtension(debuggerExtension) === undefined)
    throw new CommandError(
      "no-debugger",
      `Cells are debugged with the editor's JavaScript debugger (${debuggerExtension}), which is missing or disabled. Install or enable it.`,
    );
}
