/** How a runtime ended. */
export interface RuntimeExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The code of `process.exit`, when user code called it. */
  readonly asked: number | undefined;
  /** The last of its stderr. */
  readonly errors: string;
}

/** A sentence that says what happened. What follows from it (variables are lost) is for the caller to add. */
export function describeExit(exit: RuntimeExit): string {
  if (exit.asked !== undefined) return `process.exit(${exit.asked}) was called.`;
  if (/heap out of memory|Allocation failed|ERR_WORKER_OUT_OF_MEMORY/.test(exit.errors))
    return "The runtime ran out of memory. Work on less at a time, or give the kernel more memory.";
  if (exit.signal === "SIGKILL")
    return "The runtime was killed (SIGKILL), by somebody or by the engine because memory ran out.";
  if (exit.signal !== null) return `The runtime crashed (${exit.signal}).`;
  if (exit.code === null) return `The runtime could not be started: ${exit.errors}`;
  return `The runtime ended with exit code ${exit.code}.`;
}
