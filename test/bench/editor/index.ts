/** The editor loads this inside its extension host and calls `run`: measures the extension where it runs, results to a file. */
import { EventEmitter } from "node:events";
import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import * as vscode from "vscode";
import type { EditorTimes, RoundTrip } from "./times.ts";

const warmups = 20;
const runs = 200;

/** From the call to the end of the extension's own `activate`, its modules loaded on the way. */
async function activation(): Promise<number> {
  const extension = vscode.extensions.getExtension("pipenb.pipenb");
  if (extension === undefined) throw new Error("The packed extension is not installed.");
  if (extension.isActive) throw new Error("Something has activated the extension before it was measured.");
  const began = performance.now();
  await extension.activate();
  return performance.now() - began;
}

/** When the kernel's result reaches this process, whoever reads it: sockets are listened to for so long. */
function resultArrives(): Promise<number> {
  return new Promise((resolve) => {
    const emit = function (this: Socket, event: string | symbol, ...args: readonly unknown[]): boolean {
      const [chunk] = args;
      if (event === "data" && Buffer.isBuffer(chunk) && chunk.includes('"execute_result"')) {
        Reflect.deleteProperty(Socket.prototype, "emit"); // what is inherited was only covered
        resolve(performance.now());
      }
      return EventEmitter.prototype.emit.call(this, event, ...args);
    };
    Object.defineProperty(Socket.prototype, "emit", { configurable: true, value: emit });
  });
}

/** When the editor says that the first cell's output is shown. */
function outputShows(notebook: vscode.NotebookDocument): Promise<number> {
  return new Promise((resolve) => {
    const listener = vscode.workspace.onDidChangeNotebookDocument((change) => {
      const shown = change.cellChanges.some(({ outputs }) => (outputs?.length ?? 0) > 0);
      if (change.notebook !== notebook || !shown) return;
      listener.dispose();
      resolve(performance.now());
    });
  });
}

/** When the first cell has ended. */
function cellEnds(notebook: vscode.NotebookDocument): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.workspace.onDidChangeNotebookDocument(({ notebook: changed, cellChanges }) => {
      const ended = cellChanges.some(({ executionSummary }) => executionSummary?.success !== undefined);
      if (changed !== notebook || !ended) return;
      listener.dispose();
      resolve();
    });
  });
}

/** Runs the notebook's one cell again and again, as its run button does. */
async function roundTrips(uri: vscode.Uri): Promise<readonly RoundTrip[]> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  const kernel = { id: "pipenb-container", extension: "pipenb.pipenb" };
  await vscode.commands.executeCommand("notebook.selectKernel", kernel);
  const times: RoundTrip[] = [];
  for (let index = 0; index < warmups + runs; index += 1) {
    const [arrives, shows, ends] = [resultArrives(), outputShows(notebook), cellEnds(notebook)];
    const began = performance.now();
    await vscode.commands.executeCommand("notebook.cell.execute", {
      ranges: [{ start: 0, end: 1 }],
      document: uri,
    });
    const time = { arrived: (await arrives) - began, shown: (await shows) - began };
    await ends;
    if (index >= warmups) times.push(time);
  }
  return times;
}

/** Rejects when something could not be measured. */
export async function run(): Promise<void> {
  const [uri] = await vscode.workspace.findFiles("*.pipenb");
  const times: EditorTimes = {
    activation: await activation(),
    roundTrips: uri === undefined ? [] : await roundTrips(uri),
  };
  const file = process.env["PIPENB_HOST_RESULTS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify(times));
}
