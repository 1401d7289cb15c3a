/** Why an import of a cell failed: the loader's errors know neither the cell that asked, nor where packages of a notebook come from. */
import { parse } from "acorn";
import { loadedCode, writtenPlace } from "../../modules/loaded-modules.ts";
import { missingModule } from "../../notebook/specifiers/missing-module.ts";
import { errorPlace, notePlace } from "./error-place.ts";

/** The error with words and places of the notebook; `asked` was made where the cell asked. */
export function explainImport(error: unknown, asked: Error): unknown {
  if (!(error instanceof Error)) return error;
  const name = /^Cannot find package '([^']+)' imported from /.exec(error.message)?.[1];
  if (name !== undefined) {
    const missing = missingModule(name, {});
    if (missing !== "expected")
      error.message = `${missing.message} ${missing.remedy.replace(/\.$/, "")} and restart the kernel.`;
  }
  const place = errorPlace(asked);
  const isPlaced = errorPlace(error) !== undefined;
  const own = framesOf(error);
  const failed = failedPlace(error, own.length > 0);
  if (place === undefined || (isPlaced && failed.length === 0)) return error;
  const cells = isPlaced ? [] : framesOf(asked);
  error.stack = [`${error.name}: ${error.message}`, ...failed, ...own, ...cells].join("\n");
  notePlace(error, place);
  return error;
}

function framesOf(error: Error): readonly string[] {
  return String(error.stack)
    .split("\n")
    .filter((line) => /^\s*at /.test(line));
}

/** Where a module cannot even begin to run, as a frame; none where the stack says it. */
function failedPlace(error: Error, isPlaced: boolean): readonly string[] {
  if (!(error instanceof SyntaxError)) return [];
  const [, place, line = "", marked = ""] =
    /^((?:file:\/\/)?\/\S+?):(\d+)\n.*\n( *)\^+\n/.exec(String(error.stack)) ?? [];
  if (place !== undefined) return [frame(place, Number(line), marked.length + 1)];
  return isPlaced ? [] : brokenModule();
}

/** V8 does not say where a name is declared twice and the like. */
function brokenModule(): readonly string[] {
  for (const [url, code] of loadedCode().toReversed()) {
    try {
      parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
    } catch (found) {
      if (!(found instanceof SyntaxError) || !("loc" in found)) continue;
      // SAFETY: acorn sets `loc` on every SyntaxError it throws.
      const { line, column } = found.loc as { line: number; column: number };
      return [frame(url, line, column + 1)];
    }
  }
  return [];
}

function frame(url: string, line: number, column: number): string {
  const place = writtenPlace(url, line, column) ?? { line, column };
  return `    at ${url}:${place.line}:${place.column}`;
}
