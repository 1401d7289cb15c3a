import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Problem } from "../../notebook/model.ts";
import { isOutside } from "../../containers/files/look-at-file.ts";
import { programBytes } from "../../containers/files/program-bytes.ts";

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
  const root = await realpath(folder);
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
      for (const { file, place } of await filesBelow(folder, root, plain)) {
        if (!isOutside(root, place)) files.set(file, await contentsOf(place));
        else
          refuse(
            `image.files names ${file}, a link to ${place}, which lies outside of the notebook's folder and is in no container.`,
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

/** A file by its path below the notebook's folder, and where it really is. */
interface FoundFile {
  readonly file: string;
  readonly place: string;
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
  root: string,
  path: string,
  above: readonly string[] = [],
): Promise<readonly FoundFile[]> {
  const place = await realpath(join(folder, path));
  // What a link inside of a folder leads out to is not looked into.
  const isLeft = above.length > 0 && isOutside(root, place);
  if (isLeft || !(await stat(place)).isDirectory()) return [{ file: path, place }];
  if (above.includes(place)) return [];
  const found = await Promise.all(
    (await readdir(place)).map((name) => filesBelow(folder, root, posix.join(path, name), [...above, place])),
  );
  return found.flat().sort((a, b) => (a.file < b.file ? -1 : 1));
}
