import { rename, rm, writeFile } from "node:fs/promises";
import { CliError } from "../cli-error.ts";

/** Writes a file beside its place and renames it, so that nobody sees half of it. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  try {
    await writeFile(aside, text);
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("file", `${path} cannot be written (${why}).`, {
      cause,
      remedy: "Name a file in a folder that is there and that you may write to.",
    });
  }
}
