/** Who the kernel is in its container: what it writes into mounts must belong to the user. */
import { stat } from "node:fs/promises";

/**
 * - Rootless engine: root, for container root IS the user there.
 * - Otherwise the user who runs pipenb.
 * - Is that root, then the owner of the notebook's folder: root only for root's own folders, and without any capability.
 * - Windows: undefined, the image's own user; the engine's file sharing gives the files to the user.
 */
export async function kernelUser(notebookFolder: string, rootless: boolean): Promise<string | undefined> {
  if (rootless) return "0:0";
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (uid === undefined || gid === undefined) return undefined;
  if (uid !== 0) return `${uid}:${gid}`;
  const owner = await stat(notebookFolder);
  return `${owner.uid}:${owner.gid}`;
}
