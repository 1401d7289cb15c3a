import { readFile, readdir, stat } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { CliError } from "../cli-error.ts";

/** The files and folders that `image.files` names, by their path relative to the notebook's folder. */
export async function copiedFiles(
  folder: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const path of paths) {
    for (const file of await filesBelow(folder, path)) found.set(file, await readFile(join(folder, file)));
  }
  return found;
}

async function filesBelow(folder: string, path: string): Promise<readonly string[]> {
  const plain = posix.normalize(path).replace(/\/$/, "");
  if (plain.startsWith("..") || posix.isAbsolute(plain)) {
    throw new CliError(
      "notebook",
      `image.files names ${path}, which lies outside of the notebook's folder.`,
      {
        remedy: "Move it below the notebook's folder, or use a mount.",
      },
    );
  }
  const absolute = join(folder, plain);
  try {
    if (!(await stat(absolute)).isDirectory()) return [plain];
    const entries = await readdir(absolute, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
    return files.map((file) => relative(folder, file).split(sep).join("/")).sort();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("notebook", `image.files names ${path}, which cannot be read (${why}).`, { cause });
  }
}
