import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import type { StopSignal } from "../../notebook/program/stop-signals.ts";

/** How a runtime ended. */
export interface RuntimeExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The code of `process.exit`, when user code called it. */
  readonly asked: number | undefined;
  /** The signal that a client has asked for. */
  readonly stopped: StopSignal | undefined;
  /** The last of its stderr. */
  readonly errors: string;
}

/** What a shell is told of such an end. */
export function exitCodeOf({ code, signal, stopped }: RuntimeExit): number {
  // Its own listener for the signal may have chosen a code; one that had to be ended by force is told by what was asked for.
  if (signal !== null) return signalExitCode(signal === "SIGKILL" ? (stopped ?? signal) : signal);
  return code ?? 1;
}

/** A sentence that says what happened. What follows from it (variables are lost) is for the caller to add. */
export function describeExit(exit: RuntimeExit): string {
  if (exit.asked !== undefined) return `process.exit(${exit.asked}) was called.`;
  if (/heap out of memory|Allocation failed|ERR_WORKER_OUT_OF_MEMORY/.test(exit.errors))
    return "The runtime ran out of memory. Work on less at a time, or raise image.memory in the front matter.";
  if (exit.signal === "SIGKILL")
    return "The runtime was killed (SIGKILL), by somebody or by the engine because memory ran out: image.memory in the front matter raises the limit.";
  if (exit.signal !== null) return `The runtime crashed (${exit.signal}).`;
  if (exit.code === null) return `The runtime could not be started: ${exit.errors}`;
  return `The runtime ended with exit code ${exit.code}.`;
}
