/** Compares what two runs have written, byte for byte. */
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

export interface Comparison {
  /** Files that both have with the same bytes, as relative paths. */
  readonly same: readonly string[];
  /** What differs, in words. */
  readonly different: readonly string[];
}

/** Looks at every file below both folders. */
export async function compareFolders(left: string, right: string): Promise<Comparison> {
  const inLeft = await filesBelow(left);
  const inRight = new Set(await filesBelow(right));
  const same: string[] = [];
  const different: string[] = [];
  for (const file of inLeft) {
    if (!inRight.delete(file)) different.push(`${file} is missing in the second`);
    else if ((await readFile(join(left, file))).equals(await readFile(join(right, file)))) same.push(file);
    else different.push(`${file} has other bytes`);
  }
  return {
    same,
    different: [...different, ...[...inRight].map((file) => `${file} is missing in the first`)],
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}
