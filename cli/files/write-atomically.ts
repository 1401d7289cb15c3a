import { replaceFile } from "../../containers/files/replace-file.ts";
import { CliError } from "../cli-error.ts";

/** Writes a file beside its place and renames it, so that nobody sees half of it. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("file", `${path} cannot be written (${why}).`, {
      cause,
      remedy: "Name a file in a folder that is there and that you may write to.",
    });
  }
}
