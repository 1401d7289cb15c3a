/** Listens between the editor and its JavaScript debugger, and translates the places of cells. */
import * as vscode from "vscode";
import * as z from "zod";
import { notebookOf } from "./cell-debugging.ts";
import type { CellDebugging } from "./cell-debugging.ts";
import { CellPaths } from "./cell-paths.ts";
import type { CellAddress } from "./cell-paths.ts";
import { fromAdapter, toAdapter } from "./rewrite-sources.ts";
import { originOf } from "../cell-places.ts";
import { cellsOf, placeOf } from "../front-matter/front-matter-cell.ts";

const RequestSchema = z.looseObject({ command: z.enum(["disconnect", "restart"]) });
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
          if (askedToLeave(message) === "restart") debugging.again(session);
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

/**
 * Makes a request to disconnect one that spares the kernel: the debugger would kill the process by its number, which on this
 * machine is that of another one. One to restart becomes such a request too, as a ticket admits once. Gives which it was.
 */
function askedToLeave(message: unknown): "disconnect" | "restart" | undefined {
  const request = RequestSchema.safeParse(message);
  if (!request.success) return undefined;
  Object.assign(Object(message), { command: "disconnect", arguments: { terminateDebuggee: false } });
  return request.data.command;
}

function* openCells(): Iterable<CellAddress> {
  for (const notebook of vscode.workspace.notebookDocuments) {
    if (notebook.notebookType !== "pipenb") continue;
    for (const cell of cellsOf(notebook)) yield { uri: cell.document.uri.toString(), label: labelOf(cell) };
  }
}

function labelOf(cell: vscode.NotebookCell): string {
  return originOf(cell)?.name ?? `cell ${placeOf(cell) + 1}`;
}
