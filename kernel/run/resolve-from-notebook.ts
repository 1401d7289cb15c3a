/**
 * Imports of cells: resolved from the notebook's own place, bare names from its packages first. A relative file that has
 * changed since it was imported is loaded anew.
 */
import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import type { ResolveFnOutput } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "acorn";
import { loadedCode, writtenPlace } from "../../modules/loaded-modules.ts";
import { missingModule } from "../../notebook/specifiers/missing-module.ts";
import { errorPlace, notePlace } from "./error-place.ts";

export interface ImportPlace {
  /** Folder of the notebook. */
  readonly folder: string;
  /** Folder whose `node_modules` holds the notebook's packages, where that is not beside or above the notebook. */
  readonly modules: string | undefined;
}

const prefix = "pipenb-import:";

/** What the code of cells calls in place of `import`. */
export type ImportFromCell = (
  specifier: string,
  options?: ImportCallOptions,
  names?: readonly string[],
) => Promise<unknown>;

const isBare = (specifier: string): boolean => !/^(\.{0,2}\/|[a-z][a-z+.-]*:|#)/i.test(specifier);

/** Installs the resolver for this process; gives the function that imports for cells. */
export function importFrom(place: ImportPlace): ImportFromCell {
  const cells = pathToFileURL(join(place.folder, "cells.ts")).href;
  const modules =
    place.modules === undefined ? undefined : pathToFileURL(join(place.modules, "cells.ts")).href;
  const versions = new Map<string, number>();
  registerHooks({
    resolve: (specifier, context, next) => {
      const fromCell = specifier.startsWith(prefix);
      const name = fromCell ? specifier.slice(prefix.length) : specifier;
      const parent = fromCell ? cells : context.parentURL;
      const go = (parentURL: string | undefined): ResolveFnOutput => next(name, { ...context, parentURL });
      if (modules !== undefined && isBare(name) && isOfNotebook(parent, cells)) {
        try {
          return go(modules);
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      }
      const resolved = go(parent);
      return fromCell ? { ...resolved, url: withVersion(resolved.url, versions) } : resolved;
    },
  });
  return async (specifier, options, names = []) => {
    const asked = new Error("asked");
    try {
      const loaded: unknown = await import(prefix + specifier, options);
      checkNames(loaded, specifier, names);
      return loaded;
    } catch (error) {
      throw explainImport(error, asked);
    }
  };
}

/** Whether a module stands beside the notebook and not inside a package. */
function isOfNotebook(parent: string | undefined, cells: string): boolean {
  return (
    parent !== undefined && parent.startsWith(new URL(".", cells).href) && !parent.includes("/node_modules/")
  );
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

/** The first version of a file keeps its plain URL, so that a module imported by another one is the same module. */
function withVersion(url: string, versions: Map<string, number>): string {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return url;
  const changed = statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs;
  if (changed === undefined) return url;
  const first = versions.get(url) ?? changed;
  versions.set(url, first);
  return changed === first ? url : `${url}?changed=${changed}`;
}

/** A destructured import of something that is not there would be undefined in silence; a module would refuse it. */
function checkNames(loaded: unknown, specifier: string, names: readonly string[]): void {
  for (const name of names) {
    if (typeof loaded === "object" && loaded !== null && name in loaded) continue;
    throw new SyntaxError(
      `The requested module '${specifier}' does not provide an export named '${name}'. If ${name} is a type, write "import type" or "{ type ${name} }".`,
    );
  }
}

/**
 * The loader's errors know neither the cell that asked, nor where packages of a notebook come from: the error with words and places
 * of the notebook. `asked` was made where the cell asked.
 */
function explainImport(error: unknown, asked: Error): unknown {
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
