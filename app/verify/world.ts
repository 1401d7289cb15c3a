/** A copy of what a run sees of this machine: trials change nothing of the user's, and each begins with the same. */
import { chown, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import { parseMount } from "../../containers/hosts/container/front-matter-mounts.ts";
import { digestLine, type Files } from "../../pipeline/proof/compare-files.ts";
import type { ShownNotebook } from "./pipeline.ts";
import { VerifyError } from "./verify-error.ts";

export interface World {
  /** The copy of the notebook's folder. */
  readonly folder: string;
  /** The copy of its file. */
  readonly notebookPath: string;
  /** Beside the folder, for what belongs to the trial and not to the run. */
  readonly beside: string;
  remove(): Promise<void>;
}

/** What no run is to begin with: what others have made, and results of earlier runs. */
const leftOut = [".git", ".pipenb", "node_modules", join("data", "output")];
/** Larger files are compared by their digest. */
const largest = 64 * 1024 * 1024;

/** Copies the notebook's folder; the notebook itself is as it was read. Rejects with a `VerifyError` where a run would write to a folder outside of it. */
export async function makeWorld({ path, text, notebook, shown }: ShownNotebook): Promise<World> {
  const from = dirname(path);
  for (const mount of notebook.frontMatter.mounts) {
    const { source, readOnly } = parseMount(mount, from);
    if (!readOnly && relative(from, source).startsWith(".."))
      throw new VerifyError({ code: "writes-outside", notebook: shown, mount });
  }
  const beside = await mkdtemp(join(tmpdir(), "pipenb-verify-"));
  const folder = join(beside, "notebook");
  await mkdir(folder);
  await cp(from, folder, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (source) => !leftOut.includes(relative(from, source)) && isCopied(source),
  });
  const notebookPath = join(folder, basename(path));
  await writeFile(notebookPath, text);
  await giveTo(folder, await stat(from));
  return {
    folder,
    notebookPath,
    beside,
    remove: () => rm(beside, { recursive: true, force: true }),
  };
}

/** Sockets and pipes are nothing that a copy could hold. */
async function isCopied(path: string): Promise<boolean> {
  const stats = await lstat(path);
  return stats.isFile() || stats.isDirectory() || stats.isSymbolicLink();
}

/** Root's copies would be root's. */
async function giveTo(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() !== 0) return;
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), uid, gid);
}

/** The files below the folders, by their paths below `from`. */
export async function readFiles(from: string, folders: readonly string[]): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const folder of folders)
    for (const entry of await entriesOf(folder)) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files.set(relative(from, path).split(sep).join("/"), await contents(path));
    }
  return files;
}

async function entriesOf(folder: string): ReturnType<typeof list> {
  return (await stat(folder).catch(() => undefined)) === undefined ? [] : list(folder);
}

const list = (folder: string) => readdir(folder, { recursive: true, withFileTypes: true });

async function contents(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  const bytes = await readFile(path);
  if (size <= largest) return bytes;
  return digestLine(size, createHash("sha256").update(bytes).digest("hex"));
}
