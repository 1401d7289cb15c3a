import { writtenFrame } from "../../modules/loaded-modules.ts";
import { stackText } from "../../notebook/stack-text.ts";
import { libraryUrl } from "./modules.ts";

/** Stacks of errors leave out Node's own frames, this runner's and the library's, as those of cells leave out the kernel's: what is printed is the same. */
export function shortenStacks(): void {
  const value = (error: unknown, frames: readonly unknown[]): string => {
    return stackText(
      error,
      frames
        .map(String)
        .filter((frame) => !isInner(frame))
        .map(writtenFrame),
    );
  };
  Object.defineProperty(Error, "prepareStackTrace", { value, configurable: true, writable: true });
}

function isInner(frame: string): boolean {
  return (
    /\bnode:(?:internal\/|inspector)/.test(frame) ||
    [import.meta.url, libraryUrl].some((url) => frame.includes(url))
  );
}
