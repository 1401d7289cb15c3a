/** What came from a container, put into its place on this machine. */
import { createWriteStream } from "node:fs";
import { chmod, lchown, lstat, mkdir, rename, rm, rmdir, symlink, unlink } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { dirname } from "node:path";
import type { FoundEntry, TreeEntry } from "../engine/engine.ts";
import { unusedEnd } from "../files/replace-file.ts";

/** Whom the files belong to where we may give them away. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Writes an entry whole: who reads meanwhile sees the old file or the new one. */
export async function writeHere(place: string, entry: FoundEntry, owner: Owner | undefined): Promise<void> {
  await makeFolders(dirname(place), owner);
  if (entry.kind === "folder") {
    await makeFolders(place, owner);
    return;
  }
  // A folder in its place went there first; one that still holds something stays, and the write fails.
  const before = await lstat(place).catch(() => undefined);
  if (before?.isDirectory() === true) await rmdir(place);
  const beside = `${place}.${unusedEnd()}.new`;
  try {
    if (entry.kind === "link") await symlink(entry.link ?? "", beside);
    else await pipeline(entry.contents, createWriteStream(beside, { flags: "wx" }));
    if (owner !== undefined) await lchown(beside, owner.uid, owner.gid);
    if (entry.kind === "file") await chmod(beside, entry.mode);
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function makeFolders(folder: string, owner: Owner | undefined): Promise<void> {
  const found = await lstat(folder).catch(() => undefined);
  if (found !== undefined) return;
  await makeFolders(dirname(folder), owner);
  await mkdir(folder, { recursive: true });
  if (owner !== undefined) await lchown(folder, owner.uid, owner.gid);
}

/** Deletes a file or a link, or a folder that is empty; gives whether it is gone. */
export async function removeHere(place: string, kind: TreeEntry["kind"]): Promise<boolean> {
  try {
    await (kind === "folder" ? rmdir(place) : unlink(place));
    return true;
  } catch {
    return false; // it holds something that nobody deleted, or it is gone already
  }
}
