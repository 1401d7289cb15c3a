/** The function that the interrupter thread has this thread call in the middle of whatever runs. */
import { cellUrlPrefix } from "../wire/cell-url.ts";
import { rawStack } from "./raw-stack.ts";

/**
 * DuckDB has its library make rows in the middle of the kernel's own questions: a call that is cut off there is never answered.
 * Code of a cell that it calls is on the stack by itself.
 */
const asksForRows = /[\\/]@duckdb[\\/]node-/;

/** Whether a stack holds code that is neither the kernel's nor Node's own. */
function holdsUserCode(stack: string, kernelFolder: string): boolean {
  const frames = stack.split("\n").slice(1);
  return frames.some(
    (frame) =>
      frame.includes(cellUrlPrefix) ||
      (/(file:\/\/|[( ]\/)/.test(frame) &&
        !frame.includes("node:") &&
        !frame.includes(kernelFolder) &&
        !asksForRows.test(frame)),
  );
}

/** Installs it; `terminate` is called with the interrupt's number while user code is on the stack below. */
export function reachUserCode(kernelFolder: string, terminate: (number: number) => void): void {
  const look = (number: number): void => {
    if (holdsUserCode(rawStack(1000), kernelFolder)) terminate(number);
  };
  Object.defineProperty(globalThis, Symbol.for("pipenb.interrupt"), { value: look });
}
