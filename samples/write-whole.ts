/** Writes a file so that nobody ever sees half of it: beside its place first, then renamed. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.part`;
  await writeFile(aside, contents);
  await rename(aside, path);
}
