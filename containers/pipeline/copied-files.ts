import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import type { Problem } from "../../notebook/model.ts";

/** The files by their path relative to the notebook's folder, and which of the paths could not be taken. */
export interface CopiedFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly Problem[];
}

/** Reads the files and folders that `image.files` names. */
export async function copiedFiles(folder: string, paths: readonly string[]): Promise<CopiedFiles> {
  const files = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  for (const path of paths) {
    const plain = posix.normalize(path).replace(/\/$/, "");
    if (plain.startsWith("..") || posix.isAbsolute(plain)) {
      problems.push(
        problem(
          `image.files names ${path}, which lies outside of the notebook's folder.`,
          "Move it below the notebook's folder, or use a mount.",
        ),
      );
      continue;
    }
    try {
      for (const file of await filesBelow(folder, plain)) files.set(file, await readFile(join(folder, file)));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      problems.push(
        problem(
          `image.files names ${path}, which cannot be read (${why}).`,
          "Correct the path, or take it out of image.files.",
        ),
      );
    }
  }
  return { files, problems };
}

function problem(message: string, remedy: string): Problem {
  return { severity: "error", message, remedy, line: 1, column: 1 };
}

async function filesBelow(folder: string, path: string): Promise<readonly string[]> {
  const absolute = join(folder, path);
  if (!(await stat(absolute)).isDirectory()) return [path];
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
  return files.map((file) => relative(folder, file).split(sep).join("/")).sort();
}
