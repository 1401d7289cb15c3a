/** Files that only their process reads, through a descriptor that is open. */
import { rmSync } from "node:fs";

/**
 * Removes a file, or the folder around it, while the file is open: nothing of it stays, whatever ends the process. Where the
 * system wants open files to have a name that is done by what this gives, to be called once the file is closed.
 */
export function giveUpName(path: string): () => void {
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
  };
  if (process.platform === "win32") return remove;
  remove();
  return () => undefined;
}
