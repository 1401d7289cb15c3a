/** The folder of a local kernel, `STATE/pipenb/kernels/ID`: its record (which other pipenb processes find it by), log and journal. */
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../files/replace-file.ts";

const RecordSchema = z.object({
  id: z.string(),
  pid: z.number().int().positive(),
  /** Process id of who started it. */
  owner: z.number().int().positive(),
  port: z.number().int().positive(),
  token: z.string(),
  notebookPath: z.string(),
  /** Seconds since the epoch. */
  started: z.number(),
});

/** What must be known to find a local kernel again. */
export type LocalRecord = z.infer<typeof RecordSchema>;

/** A kernel's folder, with its record once it is ready. */
export interface FoundFolder {
  readonly id: string;
  readonly record: LocalRecord | undefined;
  /** Seconds since the folder was last changed. */
  readonly age: number;
}

/** Makes the folder; nobody else may look into it, for the record holds the token. */
export async function makeKernelFolder(kernels: string, id: string): Promise<string> {
  const folder = join(kernels, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The kernel's own stderr. */
export const logFile = (folder: string): string => join(folder, "log");

/** Makes the kernel known. */
export async function writeRecord(folder: string, record: LocalRecord): Promise<void> {
  await replaceFile(join(folder, "record.json"), JSON.stringify(record), { mode: 0o600 });
}

/** Removes all traces of a kernel. */
export function removeKernelFolder(kernels: string, id: string): Promise<void> {
  return rm(join(kernels, id), { recursive: true, force: true });
}

/** The same, for a process that is just ending. */
export function removeFolderNow(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function readRecord(folder: string): Promise<LocalRecord | undefined> {
  try {
    return RecordSchema.safeParse(JSON.parse(await readFile(join(folder, "record.json"), "utf8"))).data;
  } catch {
    return undefined; // not ready yet, or just being removed
  }
}

/** Every kernel's folder, of dead ones too. */
export async function kernelFolders(kernels: string): Promise<readonly FoundFolder[]> {
  const names = await readdir(kernels).catch(() => []);
  const found = await Promise.all(
    names.map(async (id) => {
      const folder = join(kernels, id);
      const changed = await stat(folder).catch(() => undefined);
      if (changed?.isDirectory() !== true) return undefined;
      return { id, record: await readRecord(folder), age: (Date.now() - changed.mtimeMs) / 1000 };
    }),
  );
  return found.filter((folder) => folder !== undefined);
}
