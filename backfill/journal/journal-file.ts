/** The file of a journal: lines are only ever added, and are on the disk before the next thing is done. */
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { lineOf, type Entry, type UnitEntry } from "./entry.ts";
import type { OpenJournal } from "./journal-store.ts";
import { readJournal, unitHistory, type JournalState } from "./read-journal.ts";

/** What it says; an empty one where there is none. Reading changes nothing. */
export async function lookIntoJournal(path: string): Promise<JournalState> {
  return readJournal(await bytesOf(path));
}

/** All that it says of one unit, oldest first. */
export async function lookAtUnit(path: string, unit: string): Promise<readonly UnitEntry[]> {
  return unitHistory(await bytesOf(path), unit);
}

/** Opens it for writing, without the line that a kill has torn. Whoever does this holds the lock. */
export async function openJournal(path: string): Promise<OpenJournal> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, "a");
  try {
    const state = readJournal(await bytesOf(path));
    let size = state.wholeBytes;
    await handle.truncate(size);
    await onDisk(handle, dirname(path));
    return {
      state,
      async append(entry: Entry) {
        const line = Buffer.from(lineOf(entry));
        try {
          await handle.appendFile(line);
          await handle.datasync();
        } catch (error) {
          // Half a line would spoil the next one; where even this fails it is cut off the next time.
          await handle.truncate(size).catch(() => undefined);
          throw error;
        }
        size += line.length;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** In one read where the system gives that: `readFile` goes for half a megabyte at a time. */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    await using handle = await open(path);
    const { size } = await handle.stat();
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    for (let read = 1; read > 0 && length < size; length += read)
      ({ bytesRead: read } = await handle.read(bytes, length, size - length, length));
    return bytes.subarray(0, length);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Uint8Array();
    throw error;
  }
}

/** The file's name too. */
async function onDisk(handle: FileHandle, folder: string): Promise<void> {
  await handle.sync();
  if (process.platform === "win32") return; // folders cannot be opened there
  const parent = await open(folder, "r");
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}
