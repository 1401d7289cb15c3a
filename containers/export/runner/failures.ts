/** Ends the pipeline when something goes wrong or somebody stops it, and says in which cell. */
import { inspect } from "node:util";
import { currentCell, endCell, failCell } from "./cell-log.ts";
import { failureExitCode } from "../../../notebook/failure-exit-code.ts";

/** What Node ends with when the module waits for something that can never come. */
const unsettled = 13;
/** Whether nothing is left to wait for; stays false where `process.exit` was called. */
let hasRunDry = false;

const meanings: Readonly<Record<number, string>> = {
  42: "This input can never succeed.",
  75: "The same run may succeed later.",
};

/** From here on no error and no signal goes by unexplained. */
export function watchFailures(): void {
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  // As process 1 of a container a program has no default for signals: without these it would go on until it is killed.
  process.on("SIGTERM", () => {
    stop("SIGTERM", 143);
  });
  process.on("SIGINT", () => {
    stop("SIGINT", 130);
  });
  process.on("beforeExit", () => {
    hasRunDry = true;
  });
  process.on("exit", ending);
}

function fail(error: unknown): void {
  const exitCode = failureExitCode(error);
  const meaning = Object.hasOwn(meanings, exitCode) ? `\n${meanings[exitCode] ?? ""}` : "";
  failCell(`${where()} failed: ${withoutNode(inspect(error))}${meaning}`, exitCode);
  process.exit(exitCode);
}

/** Listeners the cells have added, and those of `exit`, still run; nothing is waited for. */
function stop(signal: string, exitCode: number): void {
  failCell(`${where()} was stopped by ${signal}.`, exitCode);
  setImmediate(() => process.exit(exitCode));
}

function ending(code: number): void {
  if (code === unsettled && hasRunDry) {
    failCell(`${where()} waits for something that can never come.`, 1);
    process.exitCode = 1;
  } else if (code === 0) {
    endCell();
  } else if (currentCell() !== undefined) {
    failCell(`${where()} ended the process with exit code ${code}.`, code);
  }
}

function where(): string {
  const cell = currentCell();
  return cell === undefined ? "The pipeline" : `Cell ${JSON.stringify(cell)}`;
}

/** Lines about Node's own code tell the reader of a trace nothing. */
function withoutNode(trace: string): string {
  return trace
    .split("\n")
    .filter((line) => !/^\s+at .*\bnode:internal\//.test(line))
    .join("\n");
}
