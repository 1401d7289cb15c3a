/** The function that the interrupter thread has this thread call in the middle of whatever runs. */
import { cellUrlPrefix } from "../wire/cell-url.ts";
import { rawStack } from "./raw-stack.ts";

/** Whether a stack holds code that is neither the kernel's nor Node's own. */
function holdsUserCode(stack: string, kernelFolder: string): boolean {
  const frames = stack.split("\n").slice(1);
  return frames.some(
    (frame) =>
      frame.includes(cellUrlPrefix) ||
      (/(file:\/\/|[( ]\/)/.test(frame) && !frame.includes("node:") && !frame.includes(kernelFolder)),
  );
}

/** Installs it; `terminate` is called with the interrupt's number while user code is on the stack below. */
export function reachUserCode(kernelFolder: string, terminate: (number: number) => void): void {
  const look = (number: number): void => {
    if (holdsUserCode(rawStack(1000), kernelFolder)) terminate(number);
  };
  Object.defineProperty(globalThis, Symbol.for("pipenb.interrupt"), { value: look });
}
