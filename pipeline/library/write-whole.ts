import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, open, readdir, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Content } from "./content.ts";
import { digested, digestOf, record, startDigest } from "./digest.ts";

/**
 * Writes a file or a folder so that nobody ever sees half of it: into a temporary place beside it, then to the disk, then
 * renamed. What was there is replaced and keeps its mode; a link stays a link, and what it leads to is replaced. Folders on
 * the way are made. When anything fails, what was there stays as it was.
 *
 * ```ts
 * await writeWhole("data/output/day.csv", csv);
 * await writeWhole("data/output/raw.json", (await fetch(url)).body);
 * await writeWhole("data/output/day.parquet", (path) => frame.writeParquet(path));
 * await writeWhole("data/output/parts", async (folder) => {
 *   await mkdir(folder);
 *   for (const part of parts) await writeFile(join(folder, part.name), part.text);
 * });
 * ```
 *
 * @param path of the file or folder
 * @param content what the file holds, or a function that makes the file or folder at the temporary path that it is given: a
 * path of the same name, where nothing is yet
 */
export async function writeWhole(
  path: string,
  content: Content | ((temporaryPath: string) => unknown),
): Promise<void> {
  const target = await throughLinks(resolve(path));
  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  const before = await stats(target);
  const { place, leftovers } = await reserve(target);
  try {
    const made = join(place, basename(target));
    const digest = startDigest();
    if (typeof content === "function") await content(made);
    else await writeContent(made, digested(content, digest));
    await finish(path, made, before);
    const passed = typeof content === "function" ? undefined : digest?.end();
    const whole = passed ?? (digest && (await digestOf(made)));
    await put(made, target, join(place, "before"), before);
    await syncFolder(folder);
    if (whole !== undefined) record({ kind: "output", path: resolve(path), ...whole });
    for (const each of leftovers) await removeIfOld(each, place);
  } catch (error) {
    throw isBusy(error) ? mountedItself(path, error) : error;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** The path that a link leads to, whether anything is there or not. */
async function throughLinks(path: string): Promise<string> {
  const leads = await readlink(path).catch(() => undefined);
  if (leads === undefined) return path;
  // With a link that leads in a circle the system refuses to find it.
  return realpath(path).catch(async (error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
    return throughLinks(resolve(dirname(path), leads));
  });
}

async function stats(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
}

interface Reserved {
  /** An empty folder that nobody else writes to; hidden, so that a pattern such as `*.csv` does not see into it. */
  readonly place: string;
  /** Places like it that others have, or a run that was killed has left. */
  readonly leftovers: readonly string[];
}

/** The same names in every run: by chance or process nothing would differ between two of them. */
async function reserve(target: string): Promise<Reserved> {
  const leftovers: string[] = [];
  for (let count = 1; ; count += 1) {
    const place = join(dirname(target), `.${basename(target)}.part${count === 1 ? "" : String(count)}`);
    try {
      await mkdir(place);
      return { place, leftovers };
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      leftovers.push(place);
    }
  }
}

async function writeContent(path: string, content: Content): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

/** Looks at what was made, gives a file the mode of what was there, and has all of it on the disk. */
async function finish(path: string, made: string, before: Stats | undefined): Promise<void> {
  const now = await stats(made);
  if (now === undefined)
    throw new Error(
      `Nothing was written for ${path}. Make a file or a folder at the path that the function is given.`,
    );
  if (before !== undefined && before.isDirectory() !== now.isDirectory())
    throw new Error(
      `${path} is a ${kindOf(before)}, and a ${kindOf(now)} was to take its place. Remove it first, or write to another path.`,
    );
  if (before !== undefined && !now.isDirectory()) await chmod(made, modeOf(before));
  await syncAll(made, now);
}

const kindOf = (of: Stats): string => (of.isDirectory() ? "folder" : "file");

const modeOf = ({ mode }: Stats): number => mode & 0o7777;

async function syncAll(path: string, of: Stats): Promise<void> {
  if (of.isDirectory()) {
    for (const name of await readdir(path)) {
      const inner = join(path, name);
      const found = await lstat(inner);
      if (found.isFile() || found.isDirectory()) await syncAll(inner, found);
    }
    await syncFolder(path);
    return;
  }
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What is renamed in it would else be lost with the power. Not every system has this. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** A folder cannot be renamed over one that holds something: for a moment there is none of that name. */
async function put(made: string, target: string, aside: string, before: Stats | undefined): Promise<void> {
  if (before?.isDirectory() !== true) {
    await rename(made, target);
    return;
  }
  await rename(target, aside);
  try {
    await rename(made, target);
  } catch (error) {
    await rename(aside, target);
    throw error;
  }
  await chmod(target, modeOf(before));
}

/** By the file system's own clock, which no other is needed for. */
const oldMilliseconds = 3_600_000;

/** Whoever still writes changes something within the hour. */
async function removeIfOld(leftover: string, place: string): Promise<void> {
  try {
    const now = (await stat(place)).mtimeMs;
    const inside = (await readdir(leftover)).map((name) => join(leftover, name));
    const changed = await Promise.all([leftover, ...inside].map(async (each) => (await lstat(each)).mtimeMs));
    if (now - Math.max(...changed) > oldMilliseconds) await rm(leftover, { recursive: true, force: true });
  } catch {
    // Somebody else's to remove, or gone.
  }
}

const isBusy = (error: unknown): boolean => codeOf(error) === "EBUSY";

function mountedItself(path: string, cause: unknown): Error {
  return new Error(
    `${path} is mounted by itself and cannot be replaced as a whole. Write to a path below it, or mount the folder that it is in.`,
    { cause },
  );
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
