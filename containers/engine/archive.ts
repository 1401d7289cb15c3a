/** Build contexts and uploads as tar streams. */
import { posix } from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { ArchiveEntry } from "./engine.ts";

/** One moment for every file, so that the same texts give the same layers. */
const fixedTime = new Date("2000-01-01T00:00:00Z");

/** Every folder above the entries, parents first: engines make absent ones with modes of their own. */
function foldersOf(entries: readonly ArchiveEntry[]): readonly string[] {
  const folders = new Set<string>();
  for (const entry of entries) {
    for (
      let folder = posix.dirname(entry.path);
      folder !== "." && folder !== "/";
      folder = posix.dirname(folder)
    ) {
      folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** A tar stream of the entries in the order of their paths, owned by root, at one fixed time. */
export function archiveOf(entries: readonly ArchiveEntry[]): Readable {
  const archive = pack();
  for (const folder of foldersOf(entries)) {
    archive.entry({ name: folder, type: "directory", mode: 0o755, mtime: fixedTime });
  }
  for (const { path, contents, mode } of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes =
      typeof contents === "string"
        ? Buffer.from(contents)
        : Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
    archive.entry({ name: path, mode: mode ?? 0o644, mtime: fixedTime }, bytes);
  }
  archive.finalize();
  return Readable.from(archive);
}
