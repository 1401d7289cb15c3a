import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Terminal } from "../terminal/terminal.ts";
import { writeOutput } from "./output-file.ts";

interface WrittenFiles {
  readonly folder: string;
  readonly force: boolean;
}

/** Writes files into a folder, which is made; one that says something else is replaced only by force. */
export async function writeFiles(
  files: ReadonlyMap<string, string>,
  { folder, force }: WrittenFiles,
  terminal: Terminal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) {
    const path = join(folder, name);
    await writeOutput({ path, force, isOurs: (there) => there === text }, text, terminal);
    terminal.note(`wrote ${path}`);
  }
}
