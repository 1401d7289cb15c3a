/** A module beside the notebook, compiled like a cell: JavaScript, and the map back where places were not kept. */
import { CompileError } from "./compile-error.ts";
import { strip } from "./strip.ts";
import type { Stripped } from "./strip.ts";

/** Gives a module's JavaScript. Throws a {@link CompileError}. */
export type CompileModule = (text: string, path: string) => Stripped;

/** By taking types off or by Node's own transform; what only the compiler can do is left to others. */
export const compileModule: CompileModule = (text) => strip(text);

/** The error of a module that cannot be compiled: its place is the first frame of its stack. */
export function moduleError(error: unknown, url: string): unknown {
  if (!(error instanceof CompileError)) return error;
  const told = new SyntaxError(error.message);
  told.stack = `SyntaxError: ${error.message}\n    at ${url}:${error.line}:${error.column}`;
  return told;
}
