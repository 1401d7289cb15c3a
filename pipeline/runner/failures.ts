/** Ends the pipeline when something goes wrong, and says in which cell. */
import { asSubject } from "../../notebook/cell-name.ts";
import { basename } from "node:path";
import { inspect } from "node:util";
import { currentCell, endCell, failCell, tell } from "./cell-log.ts";
import { failureExitCode } from "../../notebook/failure-exit-code.ts";
import { describeExit } from "../../notebook/program/exit-codes.ts";
import { reportError } from "./reported.ts";
import { tellStarter } from "./starter.ts";
import type { ToldFailure } from "./starter.ts";
import { stillOpen, stillOpenMilliseconds, stillOpenSentence } from "../../notebook/program/still-open.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";

/** What Node ends with when the module waits for something that can never come. */
const unsettled = 13;
/** Whether nothing is left to wait for; stays false where `process.exit` was called. */
let hasRunDry = false;
/** Whether it has been told why the pipeline ends. */
let isTold = false;

/** From here on no error goes by unexplained. Rejections that nobody handles come here too, by Node's own rule. */
export function watchFailures(): void {
  process.on("uncaughtException", fail);
  process.on("beforeExit", () => {
    hasRunDry = true;
  });
  process.on("exit", ending);
}

/** The last cell has ended; the pipeline goes on while there is work. */
export function done(): void {
  endCell();
  setTimeout(() => {
    const open = stillOpen(process.getActiveResourcesInfo());
    if (open !== undefined) tell(stillOpenSentence(open), "open");
  }, stillOpenMilliseconds).unref();
}

/** Ends as a signal asks; what the cells do at `exit` still runs. */
export function stop(signal: StopSignal): void {
  endWith(signalExitCode(signal), `${where()} was stopped by ${signal}.`);
}

/** `Cell "clean"`, or the pipeline where no cell runs. */
export function where(): string {
  return asSubject(currentCell());
}

/** Ends for the reason that the message tells; without one there is nobody to tell it to. */
export function endWith(exitCode: number, message?: string): never {
  if (message !== undefined) explain(message, exitCode);
  isTold = true;
  process.exit(exitCode);
}

function explain(message: string, exitCode: number): void {
  isTold = true;
  // Of several the first counts.
  tellStarter({ failed: { message, cell: currentCell() ?? null, file: null, line: null } });
  failCell(message, exitCode);
}

function fail(error: unknown): void {
  // Code of the cells that listens for what nobody has caught is the one to decide.
  if (process.listenerCount("uncaughtException") > 1) return;
  const exitCode = failureExitCode(error);
  const meaning = describeExit(exitCode);
  const told = failureOf(error);
  tellStarter({ failed: told });
  const trace = withoutNode(inspect(error));
  const failure = `${where()} failed: ${trace}`;
  reportError(told.name ?? "Error", told.message, trace);
  endWith(exitCode, meaning === undefined ? failure : `${failure}\n${meaning}`);
}

function ending(code: number): void {
  if (isTold) return;
  if (code === unsettled && hasRunDry) {
    explain(`${where()} waits for something that can never come.`, 1);
    process.exitCode = 1;
  } else if (code === 0) {
    endCell();
  } else if (!hasRunDry) {
    explain(`${where()} ended the process with exit code ${code}.`, code);
  } else {
    explain(`The pipeline ended with exit code ${code}.`, code);
  }
}

/** The line is that of the pipeline's own file, where its stack tells one. */
function failureOf(error: unknown): ToldFailure {
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(inspect(error));
  const file = basename(process.argv[1] ?? "");
  const at = stack.slice(stack.indexOf(message) + message.length).split(`/${file}:`)[1];
  const line = at === undefined ? null : Number.parseInt(at, 10);
  return { name, message, cell: currentCell() ?? null, file: line === null ? null : file, line };
}

/** Lines about Node's own code tell the reader of a trace nothing. */
function withoutNode(trace: string): string {
  return trace
    .split("\n")
    .filter((line) => !/^\s+at .*\bnode:internal\//.test(line))
    .join("\n");
}
