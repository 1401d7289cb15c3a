import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, posix, relative, sep } from "node:path";
import type { Problem } from "../../notebook/model.ts";
import { programBytes } from "../files/program-bytes.ts";

/** The files by their path relative to the notebook's folder, and which of the paths could not be taken. */
export interface CopiedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the files and folders that `image.files` names. A link comes as the file it leads to; one that leads out of the folder
 * is refused, as the kernel's container has nothing there either.
 */
export async function copiedFiles(folder: string, paths: readonly string[]): Promise<CopiedFiles> {
  const files = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  const refuse = (message: string, remedy: string): void => {
    problems.push({ severity: "error", message, remedy, line: 1, column: 1 });
  };
  for (const path of paths) {
    const plain = posix.normalize(path).replace(/\/$/, "");
    if (plain === ".." || plain.startsWith("../") || posix.isAbsolute(plain)) {
      refuse(
        `image.files names ${path}, which lies outside of the notebook's folder.`,
        "Move it below the notebook's folder, or use a mount.",
      );
      continue;
    }
    try {
      for (const file of await filesBelow(folder, plain)) {
        const target = await leadsOutside(folder, file);
        if (target === undefined) files.set(file, await contentsOf(join(folder, file)));
        else
          refuse(
            `image.files names ${file}, a link to ${target}, which lies outside of the notebook's folder and is in no container.`,
            "Put the file itself in the link's place.",
          );
      }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      refuse(
        `image.files names ${path}, which cannot be read (${why}).`,
        "Correct the path, or take it out of image.files.",
      );
    }
  }
  return { files, problems };
}

/** Where a file really is when that is not below the folder. */
async function leadsOutside(folder: string, file: string): Promise<string | undefined> {
  const target = await realpath(join(folder, file));
  const way = relative(await realpath(folder), target);
  return way.split(sep)[0] === ".." || isAbsolute(way) ? target : undefined;
}

/** A program keeps its executable bit. */
async function contentsOf(path: string): Promise<Uint8Array> {
  const [bytes, { mode }] = await Promise.all([readFile(path), stat(path)]);
  // Windows knows no such bit: there a program is told by its first line.
  const isProgram =
    process.platform === "win32" ? bytes.subarray(0, 2).toString() === "#!" : (mode & 0o100) !== 0;
  return isProgram ? programBytes(bytes) : bytes;
}

/** `above` are the real places of the folders above it: a link that leads up to one of them adds nothing. */
async function filesBelow(
  folder: string,
  path: string,
  above: readonly string[] = [],
): Promise<readonly string[]> {
  const place = await realpath(join(folder, path));
  if (!(await stat(place)).isDirectory()) return [path];
  if (above.includes(place)) return [];
  const names = await readdir(place);
  const found = await Promise.all(
    names.map(async (name) => {
      const below = posix.join(path, name);
      const isOutside = (await leadsOutside(folder, below)) !== undefined;
      return isOutside ? [below] : await filesBelow(folder, below, [...above, place]);
    }),
  );
  return found.flat().sort();
}
