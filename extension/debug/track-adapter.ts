/** Listens between the editor and its JavaScript debugger, and translates the places of cells. */
import * as vscode from "vscode";
import * as z from "zod";
import { notebookOf } from "./cell-debugging.ts";
import type { CellDebugging } from "./cell-debugging.ts";
import { CellPaths } from "./cell-paths.ts";
import type { CellAddress } from "./cell-paths.ts";
import { fromAdapter, toAdapter } from "./rewrite-sources.ts";
import { originOf } from "../cell-places.ts";

const DisconnectSchema = z.looseObject({ command: z.literal("disconnect") });
const ConfiguredSchema = z.looseObject({
  type: z.literal("response"),
  command: z.literal("configurationDone"),
});

/** Registers the listener; sessions of others are left alone. */
export function trackAdapter(debugging: CellDebugging): vscode.Disposable {
  const cells = new CellPaths(openCells);
  return vscode.debug.registerDebugAdapterTrackerFactory("pwa-node", {
    createDebugAdapterTracker: (session) => {
      if (notebookOf(session) === undefined) return undefined;
      return {
        onWillReceiveMessage: (message: unknown) => {
          toAdapter(message);
          spare(message);
        },
        onDidSendMessage: (message: unknown) => {
          fromAdapter(message, cells);
          if (session.parentSession !== undefined && ConfiguredSchema.safeParse(message).success)
            debugging.attached(session);
        },
      };
    },
  });
}

/** The debugger would kill the process by its number, which on this machine is that of another one. */
function spare(message: unknown): void {
  if (typeof message === "object" && message !== null && DisconnectSchema.safeParse(message).success)
    Object.assign(message, { arguments: { terminateDebuggee: false } });
}

function* openCells(): Iterable<CellAddress> {
  for (const notebook of vscode.workspace.notebookDocuments) {
    if (notebook.notebookType !== "pipenb") continue;
    for (const cell of notebook.getCells()) yield { uri: cell.document.uri.toString(), label: labelOf(cell) };
  }
}

function labelOf(cell: vscode.NotebookCell): string {
  return originOf(cell)?.name ?? `cell ${cell.index + 1}`;
}
