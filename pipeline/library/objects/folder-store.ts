import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeWhole } from "../write-whole.ts";
import { byBytes } from "./keys.ts";
import { missing } from "./object-error.ts";
import type { ObjectInfo, ObjectStore } from "./store.ts";

/** The files below a folder as objects; the folder need not be there yet. */
export function openFolder(path: string): ObjectStore {
  const folder = resolve(path);
  const pathOf = (key: string): string => join(folder, ...key.split("/"));
  const statOf = async (key: string): Promise<ObjectInfo | undefined> => {
    const found = await unlessMissing(stat(pathOf(key)));
    return found?.isFile() === true
      ? { key, bytes: found.size, modified: new Date(Math.floor(found.mtimeMs)) }
      : undefined;
  };
  return {
    address: folder,
    addressOf: pathOf,
    async *read(key) {
      try {
        // SAFETY: without an encoding it gives bytes.
        yield* createReadStream(pathOf(key), { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw isMissing(error) ? missing(pathOf(key), { cause: error }) : error;
      }
    },
    async write(key, content) {
      if (typeof content !== "function") return writeWhole(pathOf(key), content);
      return writeWhole(pathOf(key), async (temporaryPath) => {
        await content(temporaryPath);
        if ((await unlessMissing(stat(temporaryPath)))?.isDirectory() === true)
          throw new TypeError(`${pathOf(key)} is one object, and the function has made a folder of it.`);
      });
    },
    async *list(beginning) {
      for await (const key of keysBelow(folder, "", beginning)) {
        // One that is gone meanwhile is none.
        const found = await statOf(key);
        if (found !== undefined) yield found;
      }
    },
    stat: statOf,
    async delete(key) {
      if ((await statOf(key)) !== undefined) await rm(pathOf(key), { force: true });
    },
  };
}

/** What `writeWhole` has not finished yet. */
const unfinished = /^\..+\.part\d*$/;

/** In the order of their bytes: a folder stands where its name with "/" at the end does. */
async function* keysBelow(folder: string, above: string, beginning: string): AsyncGenerator<string> {
  const entries = (await unlessMissing(readdir(join(folder, above), { withFileTypes: true }))) ?? [];
  const keys = entries
    .filter((entry) => !(entry.isDirectory() && unfinished.test(entry.name)))
    .map((entry) => `${above}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort(byBytes);
  for (const key of keys) {
    if (key.endsWith("/")) {
      if (key.startsWith(beginning) || beginning.startsWith(key)) yield* keysBelow(folder, key, beginning);
    } else if (key.startsWith(beginning)) yield key;
  }
}

async function unlessMissing<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A folder is no object, and what is below a file is not there. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR");
