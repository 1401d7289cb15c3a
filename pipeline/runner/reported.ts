/** What the pipeline tells of its cells for a report, where somebody wants one: when they end, and what they show. */
import { StringDecoder } from "node:string_decoder";
import type { ExecutionEvent } from "../../protocol/content.ts";
import { currentCell, onCellEnd } from "./cell-log.ts";
import { overhear } from "./own-words.ts";
import { tellStarter } from "./starter.ts";
import type { CellsDisplay } from "./report/report.ts";

let isWanted = false;

/** From now on all of it is told; gives how cells show values. Without the program that makes reports there is nothing to tell. */
export async function tellForReport(): Promise<CellsDisplay | undefined> {
  const { createCellsDisplay } = await import("./report/report.ts").catch(() => ({
    createCellsDisplay: undefined,
  }));
  if (createCellsDisplay === undefined) return undefined;
  isWanted = true;
  onCellEnd((end) => {
    tellStarter({ report: { kind: "end", ...end } });
  });
  const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  overhear((name, chunk) => {
    const text = typeof chunk === "string" ? chunk : decoders[name].write(Buffer.from(chunk));
    if (text !== "") tellEvent({ type: "stream", name, text });
  });
  return createCellsDisplay(tellEvent);
}

/** An error that ends the run, with its trace. */
export function reportError(name: string, message: string, trace: string): void {
  if (isWanted) tellEvent({ type: "error", ename: name, evalue: message, traceback: [trace] });
}

/** What no cell has said stands nowhere. */
function tellEvent(event: ExecutionEvent): void {
  const cell = currentCell();
  if (cell !== undefined) tellStarter({ report: { kind: "event", cell, event } });
}
