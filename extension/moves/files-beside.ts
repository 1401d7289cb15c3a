/** What belongs to a notebook and stands beside it: the lock of its packages. Its outputs are the business of OutputCache. */
import { constants } from "node:fs";
import { access, copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../../containers/files/replace-file.ts";
import { lockPath } from "../../containers/lock/lock-file.ts";

/** Takes the lock along. Gives whether there was one to move; one that stands at the new place already stays. */
export async function moveLock(from: string, to: string): Promise<boolean> {
  const [before, after] = [lockPath(from), lockPath(to)];
  if (!(await isFree(after))) return false;
  return unlessMissing(async () => {
    await mkdir(dirname(after), { recursive: true });
    await rename(before, after);
  });
}

/** The same for a copy of the notebook. */
export async function copyLock(from: string, to: string): Promise<boolean> {
  return unlessMissing(() => copyFile(lockPath(from), lockPath(to), constants.COPYFILE_EXCL));
}

/** Removes the lock and gives its text; undefined where there is none. */
export async function takeLock(notebook: string): Promise<string | undefined> {
  let text: string | undefined;
  await unlessMissing(async () => {
    text = await readFile(lockPath(notebook), "utf8");
    await rm(lockPath(notebook), { force: true });
  });
  return text;
}

/** Puts a lock back, unless another stands there. */
export async function restoreLock(notebook: string, text: string): Promise<boolean> {
  if (!(await isFree(lockPath(notebook)))) return false;
  await replaceFile(lockPath(notebook), text);
  return true;
}

async function isFree(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}

async function unlessMissing(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "EEXIST") return false;
    throw error;
  }
}
