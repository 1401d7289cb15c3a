/** Recognises a folder that an export has written, by the label its Dockerfile gives the image. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { notebookLabel } from "../../pipeline/dockerfile.ts";

/** One export on this machine's disk. */
export interface ExportedFolder {
  /** Absolute. */
  readonly folder: string;
  /** File name of the notebook it was made from. */
  readonly notebook: string;
  /** When it was written, in seconds since the epoch. */
  readonly written: number;
  /** Bytes, without what npm has installed there since. */
  readonly size: number;
}

/** undefined when it is no export, or gone. */
export async function exportedFolder(folder: string): Promise<ExportedFolder | undefined> {
  try {
    const dockerfile = await readFile(join(folder, "Dockerfile"), "utf8");
    const notebook = notebookIn(dockerfile);
    if (notebook === undefined) return undefined;
    const { mtimeMs } = await stat(join(folder, "Dockerfile"));
    return { folder, notebook, written: Math.floor(mtimeMs / 1000), size: await sizeOf(folder) };
  } catch {
    return undefined; // removed meanwhile, or not ours to read
  }
}

/** The label's value, as the planner quotes it. */
function notebookIn(dockerfile: string): string | undefined {
  const quoted = new RegExp(`^\\s*(?:LABEL )?${notebookLabel}="((?:\\\\.|[^"\\\\])*)"`, "m").exec(dockerfile);
  return quoted?.[1]?.replaceAll(/\\(.)/g, "$1");
}

async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) size += (await stat(path)).size;
    else if (entry.isDirectory() && entry.name !== "node_modules") size += await sizeOf(path);
  }
  return size;
}
