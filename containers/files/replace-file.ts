/** Files that other processes read meanwhile. */
import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file beside its place and renames it: who reads meanwhile sees the old text or the new one, never half of one, and
 * what fails leaves nothing.
 *
 * @param mode of the new file; what the system gives when absent
 */
export async function replaceFile(
  path: string,
  text: string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`;
  try {
    await writeFile(beside, text, options);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
