/** What kept outputs are signed with. It lies with the extension host, where the notebooks are, and outside of every workspace. */
import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Made on the first use in the extension's own folder; the same for all windows of this user from then on. */
export async function signingSecret(folder: string): Promise<string> {
  const path = join(folder, "outputs.secret");
  const known = await readFile(path, "utf8").catch(() => undefined);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true });
  const beside = join(folder, `${randomUUID()}.new`);
  await writeFile(beside, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    // Of several windows the first one's stands, and it is never seen half-written.
    await link(beside, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(beside);
  }
  return readFile(path, "utf8");
}
