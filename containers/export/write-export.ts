/** Puts an export on disk. The exporter's only I/O. */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, resolve } from "node:path";
import { modeOf } from "../files/program-bytes.ts";

/** Why an export could not be written. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code: "outside" | "unwritable";

  constructor(code: "outside" | "unwritable", message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Writes every file beside the folder first and moves them in place only when all are written; files of the folder that are
 * no part of the export are left alone. Throws {@link ExportError}.
 */
export async function writeExport(
  directory: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  const outside = [...files.keys()].find((path) => isAbsolute(path) || normalize(path).startsWith(".."));
  if (outside !== undefined) {
    throw new ExportError(
      "outside",
      `${outside} lies outside of the export. Move it below the notebook's folder.`,
    );
  }
  try {
    await writeAll(resolve(directory), files);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExportError(
      "unwritable",
      `The export could not be written to ${directory} (${why}). Nothing is half written; choose a folder you may write to.`,
      { cause: error },
    );
  }
}

async function writeAll(directory: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const staging = await mkdtemp(join(directory, ".pipenb-export-"));
  try {
    for (const [path, contents] of files) await write(join(staging, path), contents);
    for (const path of files.keys()) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await rename(join(staging, path), join(directory, path));
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function write(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
  const mode = modeOf(contents);
  if (mode !== undefined) await chmod(path, mode);
}
