/** Where files of a notebook's folder really are: a container has that folder and nothing around it. */
import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { LookAtFile } from "../../notebook/analysis/missing-in-image.ts";

/** Follows links. */
export function lookFrom(folder: string): LookAtFile {
  return (path) => {
    try {
      return isOutside(realpathSync(folder), realpathSync(resolve(folder, path))) ? "outside" : "inside";
    } catch {
      return undefined;
    }
  };
}

/** Both are real places. */
export function isOutside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way.split(sep)[0] === ".." || isAbsolute(way);
}
