/** Files and folders for paths that are being written, read beside the cells, so that a running one delays nothing. */
import { opendir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { KnownFile } from "../../protocol/knowledge.ts";

/** Entries that are looked at, and that are told. */
const mostRead = 20_000;
const mostTold = 500;

/** Folders first, by name; hidden ones where the prefix asks for them. [] where the folder cannot be read. */
export async function listFiles(from: string, folder: string, prefix: string): Promise<readonly KnownFile[]> {
  const path = resolve(from, folder.startsWith("~/") ? join(homedir(), folder.slice(2)) : folder);
  const found: Promise<KnownFile>[] = [];
  let read = 0;
  try {
    for await (const entry of await opendir(path)) {
      read += 1;
      if (read > mostRead || found.length >= mostTold) break;
      const { name } = entry;
      if (!name.toLowerCase().startsWith(prefix.toLowerCase())) continue;
      if (name.startsWith(".") && !prefix.startsWith(".")) continue;
      found.push(
        entry.isSymbolicLink()
          ? isFolderAt(join(path, name)).then((isFolder) => ({ name, isFolder }))
          : Promise.resolve({ name, isFolder: entry.isDirectory() }),
      );
    }
  } catch {
    // No such folder, or not for us.
    return [];
  }
  return (await Promise.all(found)).toSorted(
    (one, other) => Number(other.isFolder) - Number(one.isFolder) || (one.name < other.name ? -1 : 1),
  );
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A link to nowhere.
    return false;
  }
}
