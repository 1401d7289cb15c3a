import { readlink } from "node:fs/promises";

/** Where a process is now, also while it is busy; the folder it was started in where the system does not say. */
export async function workingFolder(pid: number | undefined, started: string): Promise<string> {
  try {
    return pid === undefined ? started : await readlink(`/proc/${pid}/cwd`);
  } catch {
    // Not Linux, or the process has just ended.
    return started;
  }
}
