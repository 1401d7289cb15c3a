/** Where an export goes, and what of other people's it would replace. Free of the editor's API. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The folder that is proposed first. */
export function proposedFolder(notebookPath: string, name: string): string {
  return join(dirname(notebookPath), `${name}-pipeline`);
}

/** Files of the folder that the export would replace although no export wrote them; sorted. */
export async function foreignFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<readonly string[]> {
  // Every export has it: what is there now is an earlier one.
  if ((await bytesOf(join(folder, "runner.mjs"))) !== undefined) return [];
  const found: string[] = [];
  for (const [path, contents] of files) {
    const present = await bytesOf(join(folder, path));
    if (present !== undefined && !present.equals(Buffer.from(contents))) found.push(path);
  }
  return found.sort();
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined; // not there, or a folder: writing it will say so
  }
}
