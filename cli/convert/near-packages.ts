/** The versions that a package.json near a notebook names. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import * as z from "zod";

const Ranges = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({ dependencies: Ranges, devDependencies: Ranges });

/** Asks the package.json files of the file's folder and those above, the nearest first. */
export function nearPackages(path: string): (name: string) => string | undefined {
  const known = new Map<string, string>();
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    for (const [name, range] of rangesOf(join(folder, "package.json")))
      if (!known.has(name)) known.set(name, range);
    if (dirname(folder) === folder) return (name) => known.get(name);
  }
}

/** Ranges that lead to the registry; a path or a workspace means nothing elsewhere. */
function rangesOf(path: string): readonly (readonly [string, string])[] {
  try {
    const { dependencies, devDependencies } = Manifest.parse(JSON.parse(readFileSync(path, "utf8")));
    return Object.entries({ ...devDependencies, ...dependencies }).filter(
      ([, range]) => !/^(?:file|link|workspace|portal|catalog):/.test(range),
    );
  } catch {
    return []; // none there, or none that can be read: the ranges stay open
  }
}
