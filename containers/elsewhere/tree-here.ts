/** What a folder of this machine holds. */
import { constants, type Stats } from "node:fs";
import { access, lstat, readdir, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { TreeEntry } from "../engine/engine.ts";
import { isBelow } from "./tree.ts";

/** What stays here, by its path. */
export interface Skipped {
  readonly path: string;
  readonly why: "large" | "special" | "unreadable";
  /** Of a file that is too large. */
  readonly size?: number;
}

export interface TreeHere {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly skipped: readonly Skipped[];
}

export interface TreeLimits {
  readonly without: readonly string[];
  readonly covered: readonly string[];
  /** Bytes of the largest file that goes; any where undefined. */
  readonly largest?: number | undefined;
  /** More entries than these are not looked at. */
  readonly entries: number;
}

/** Walks the folder, or looks at the one file. What vanishes meanwhile was not there. */
export async function treeHere(root: string, limits: TreeLimits): Promise<TreeHere> {
  const entries = new Map<string, TreeEntry>();
  const skipped: Skipped[] = [];
  const visit = async (path: string): Promise<void> => {
    if (entries.size > limits.entries) return;
    const place = join(root, path);
    // A mount that is a link means what it leads to.
    const stats = await lstat(path === "" ? await realpath(place).catch(() => place) : place).catch(
      () => undefined,
    );
    if (stats === undefined) return;
    const reason = await reasonToSkip(place, stats, limits);
    if (reason !== undefined) {
      skipped.push({ path, ...reason });
      return;
    }
    const kind = kindOf(stats);
    const link = kind === "link" ? await readlink(place).catch(() => undefined) : undefined;
    const { mtimeMs: modified, mode } = stats;
    const size = kind === "file" ? stats.size : 0;
    entries.set(path, {
      path,
      kind,
      size,
      modified,
      mode: mode & 0o777,
      ...(link === undefined ? {} : { link }),
    });
    if (kind !== "folder") return;
    for (const name of (await readdir(place).catch(() => [])).sort()) {
      const below = path === "" ? name : `${path}/${name}`;
      if (!limits.without.includes(name) && !isBelow(below, limits.covered)) await visit(below);
    }
  };
  await visit("");
  return { entries, skipped };
}

function kindOf(stats: Stats): TreeEntry["kind"] {
  if (stats.isDirectory()) return "folder";
  return stats.isSymbolicLink() ? "link" : "file";
}

async function reasonToSkip(
  place: string,
  stats: Stats,
  { largest = Infinity }: TreeLimits,
): Promise<Omit<Skipped, "path"> | undefined> {
  if (stats.isSymbolicLink()) return undefined;
  if (!stats.isFile() && !stats.isDirectory()) return { why: "special" };
  if (stats.isFile() && stats.size > largest) return { why: "large", size: stats.size };
  const isReadable = await access(place, constants.R_OK).then(
    () => true,
    () => false,
  );
  return isReadable ? undefined : { why: "unreadable" };
}
