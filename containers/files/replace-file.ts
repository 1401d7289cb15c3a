/** Files that other processes read meanwhile. */
import { rename, rm, writeFile } from "node:fs/promises";

/** For the name of a file that nobody else makes. Not by node:crypto: every command loads this, and that takes 10 milliseconds. */
export const unusedEnd = (): string =>
  `${process.pid}-${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;

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
  const beside = `${path}.${unusedEnd()}.new`;
  try {
    await writeFile(beside, text, options);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
