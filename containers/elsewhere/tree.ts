/** What a folder holds, on this machine or in a container on another one, and what changed in it since both were the same. Pure. */

import type { TreeEntry } from "../engine/engine.ts";

/** Tells an entry from what it was. A folder is what it holds, and that is told by its entries. */
export type Stamp = string;

export function stampOf({ kind, size, modified, link }: TreeEntry): Stamp {
  if (kind === "folder") return kind;
  return kind === "link" ? `link ${link ?? ""}` : `file ${size} ${modified}`;
}

/** The stamp of an entry on its way in an archive, which has whole seconds. */
export function archivedStamp(entry: TreeEntry): Stamp {
  return stampOf({ ...entry, modified: Math.floor(entry.modified / 1000) * 1000 });
}

/**
 * What an entry of an archive was by then: the stamp that is known where it may well be the same. What was fetched and has changed within
 * the second cannot be told from what has not, and counts as changed unless `isSure` says that nothing had the time to.
 */
export function stampInArchive(found: TreeEntry, known: Known | undefined, isSure: boolean): Stamp {
  const stamp = stampOf(found);
  const before = known?.there;
  if (before === undefined || !isSure) return stamp;
  const inSeconds = before.replace(
    / ([\d.]+)$/,
    (_all, time: string) => ` ${Math.floor(Number(time) / 1000) * 1000}`,
  );
  return inSeconds === stamp ? before : stamp;
}

/** What an entry was on each side when both were the same; undefined where it was not there. */
export interface Known {
  readonly here: Stamp | undefined;
  readonly there: Stamp | undefined;
}

export type Decision =
  | "nothing"
  | "send"
  | "fetch"
  | "remove-here"
  | "remove-there"
  /** Changed on both sides: ours stays, and goes there. */
  | "conflict";

/**
 * What makes both sides the same again. What was deleted on one side and changed on the other is kept.
 *
 * @param readOnly what is there never comes here
 */
export function decide(
  known: Known | undefined,
  here: Stamp | undefined,
  there: Stamp | undefined,
  readOnly: boolean,
): Decision {
  const changedHere = here !== known?.here;
  const changedThere = !readOnly && there !== known?.there;
  if (changedHere && changedThere) {
    if (here === undefined || there === undefined) {
      if (here === there) return "nothing";
      return here === undefined ? "fetch" : "send";
    }
    // The same folder or link made on both sides.
    return here === there && !here.startsWith("file ") ? "nothing" : "conflict";
  }
  if (changedHere) return here === undefined ? "remove-there" : "send";
  if (!changedThere) return "nothing";
  return there === undefined ? "remove-here" : "fetch";
}

/** Whether a path is one of these, or below one of them. */
export function isBelow(path: string, parents: Iterable<string>): boolean {
  for (const parent of parents)
    if (parent === "" || path === parent || path.startsWith(`${parent}/`)) return true;
  return false;
}
