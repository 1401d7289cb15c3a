/**
 * Imports of cells: resolved from the notebook's own place, bare names from its packages first. A relative file that has
 * changed since it was imported is loaded anew.
 */
import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import type { ResolveFnOutput } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { explainImport } from "./import-failure.ts";

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
