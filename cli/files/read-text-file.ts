import { readFile } from "node:fs/promises";
import { decodeText } from "../../notebook/format/decode.ts";
import { CliError, exitCode } from "../cli-error.ts";

/** The text of a file that a command was given; one that is not there, or not UTF-8, ends the command. */
export async function readTextFile(shown: string, remedy: string): Promise<string> {
  const decoded = decodeText(await readBytes(shown, remedy));
  if (decoded.kind === "text") return decoded.text;
  const { line, column, message } = decoded;
  throw new CliError("notebook", `${shown}:${line}:${column}: ${message}`, { remedy: decoded.remedy });
}

async function readBytes(shown: string, remedy: string): Promise<Uint8Array> {
  try {
    return await readFile(shown);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("file", `${shown} cannot be read (${why}).`, {
      cause,
      remedy,
      exitCode: exitCode.usage,
    });
  }
}
