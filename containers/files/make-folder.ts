/** Folders that others read as soon as they are there: made beside their place and renamed when whole. */
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { processExists } from "../../notebook/program/end-process.ts";
import { unusedEnd } from "./replace-file.ts";

/** Whether there is such a file or folder. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Fills a new folder and gives it its name. What fails leaves nothing; of several processes that make the same one the first
 * wins, so equal names must mean equal contents.
 */
export async function makeFolder(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  const making = `${folder}.making-${unusedEnd()}`;
  try {
    await mkdir(making, { recursive: true });
    await fill(making);
    await rename(making, folder).catch(async (error: unknown) => {
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Removes what processes that have ended did not finish among the folders in `parent`; gives their names. */
export async function removeUnfinished(parent: string): Promise<readonly string[]> {
  const names = await readdir(parent).catch(() => []);
  const left = names.filter((name) => {
    const pid = /\.making-(\d+)-/.exec(name)?.[1];
    return pid !== undefined && !processExists(Number(pid));
  });
  for (const name of left) await rm(join(parent, name), { recursive: true, force: true });
  return left;
}
