/** Puts an export on disk. The exporter's only I/O. */
import { randomUUID } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, resolve } from "node:path";
import { modeOf } from "../containers/files/program-bytes.ts";
import { readRecord, recordFile } from "./write/export-record.ts";
import { presentFiles } from "./write/foreign-files.ts";

type Contents = string | Uint8Array;

/** Why an export could not be written. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code: "outside" | "unwritable";

  constructor(code: "outside" | "unwritable", message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How an export goes to its folder. */
export interface WriteOptions {
  /** Never written over, whatever is replaced. */
  readonly notebookPath?: string;
  /** Replaces also what no export wrote, or somebody has changed since. */
  readonly replace?: boolean;
}

/** Whether it was written; if not, the files it would have replaced. */
export type WrittenExport =
  { readonly kind: "written" } | { readonly kind: "refused"; readonly foreign: readonly string[] };

/**
 * Writes every file beside the folder first and moves them in place only when all are written; files of the folder that are
 * no part of the export are left alone, and so are those that hold what they should. Throws {@link ExportError}.
 */
export async function writeExport(
  directory: string,
  files: ReadonlyMap<string, Contents>,
  options: WriteOptions = {},
): Promise<WrittenExport> {
  const outside = [...files.keys()].find((path) => isAbsolute(path) || normalize(path).startsWith(".."));
  if (outside !== undefined) {
    throw new ExportError(
      "outside",
      `${outside} lies outside of the export. Move it below the notebook's folder.`,
    );
  }
  try {
    return await replaceFiles(resolve(directory), files, options);
  } catch (error) {
    if (error instanceof ExportError) throw error;
    throw unwritable(directory, error instanceof Error ? error.message : String(error), error);
  }
}

function unwritable(directory: string, why: string, cause?: unknown): ExportError {
  return new ExportError(
    "unwritable",
    `The export could not be written to ${directory} (${why}). Nothing is half written; choose a folder you may write to.`,
    { cause },
  );
}

async function replaceFiles(
  directory: string,
  files: ReadonlyMap<string, Contents>,
  { notebookPath, replace = false }: WriteOptions,
): Promise<WrittenExport> {
  const record = await readRecord(directory);
  const { same, modes, foreign, obstacle } = await presentFiles(directory, files, record, notebookPath);
  if (obstacle !== undefined) throw unwritable(directory, obstacle);
  if (foreign.length > 0 && !replace) return { kind: "refused", foreign };
  const changed = [...files].filter(([path]) => !same.has(path));
  await writeAll(directory, new Map([...changed, recordFile(record, files)]));
  for (const [path, mode] of modes) await chmod(join(directory, path), mode);
  return { kind: "written" };
}

async function writeAll(directory: string, files: ReadonlyMap<string, Contents>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const staging = await mkdtemp(join(directory, ".pipenb-export-"));
  try {
    for (const [path, contents] of files) await write(join(staging, path), contents);
    for (const path of files.keys()) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await move(join(staging, path), await throughLinks(join(directory, path)));
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** A link may lead to another file system, where a file comes beside its place first. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    const beside = `${to}.${randomUUID()}.new`;
    try {
      await copyFile(from, beside);
      await rename(beside, to);
    } finally {
      await rm(beside, { force: true });
    }
  }
}

/** Where a link leads is what is replaced, not the link. */
function throughLinks(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function write(path: string, contents: Contents): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  const mode = modeOf(contents);
  if (mode !== undefined) await chmod(path, mode);
}
