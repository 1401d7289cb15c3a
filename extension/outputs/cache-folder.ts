/** Where outputs are kept on disk: `.pipenb/` beside the notebook, which git ignores. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { replaceFile } from "../../containers/files/replace-file.ts";

/** The cache file of a notebook. */
function pathOf(notebook: string): string {
  return join(dirname(notebook), ".pipenb", `${basename(notebook)}.outputs.json`);
}

/** The text that was kept for a notebook; undefined when there is none. */
export async function readKept(notebook: string): Promise<string | undefined> {
  return readFile(pathOf(notebook), "utf8").catch(() => undefined);
}

/** Replaces what was kept, whole or not at all. */
export async function writeKept(notebook: string, text: string): Promise<void> {
  const path = pathOf(notebook);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".gitignore"), "*\n");
  await replaceFile(path, text, { mode: 0o600 });
}

/** Forgets a notebook's outputs. */
export async function removeKept(notebook: string): Promise<void> {
  await rm(pathOf(notebook), { force: true });
}

/** Takes the outputs along to the notebook's new name. */
export async function moveKept(from: string, to: string): Promise<void> {
  const text = await readKept(from);
  if (text === undefined) return;
  await writeKept(to, text);
  await removeKept(from);
}
