/** The kernel's own files, as they are put into its volume. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ArchiveEntry } from "../engine/engine.ts";
import { EngineError } from "../engine/engine-error.ts";

/** Every file below the built kernel's folder, by its POSIX path. */
export async function kernelFiles(kernelFolder: string): Promise<readonly ArchiveEntry[]> {
  const found = await readdir(kernelFolder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile());
  if (!files.some(({ name }) => name === "supervisor.mjs"))
    throw new EngineError({ code: "no-kernel-files", folder: kernelFolder });
  const entries = files.map(async ({ name, parentPath }) => {
    const path = join(parentPath, name);
    return { path: relative(kernelFolder, path).split(sep).join("/"), contents: await readFile(path) };
  });
  return (await Promise.all(entries)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Twelve hexadecimal digits of the entries and the other words that decide about the volume. */
export function volumeKey(entries: readonly ArchiveEntry[], words: readonly string[]): string {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word.length} ${word}\n`);
  for (const { path, contents } of entries) {
    hash.update(`${path} ${Buffer.byteLength(contents)}\n`).update(contents);
  }
  return hash.digest("hex").slice(0, 12);
}
