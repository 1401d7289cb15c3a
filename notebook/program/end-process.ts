/** How processes of this machine are ended, with all that they have started: in order first, by force after a grace. */

/** Sends a signal to every process of the group that `pid` leads; false when nobody is left in it. 0 only looks. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false; // all gone, or a platform without groups
  }
}

/** Ends the group that this process leads at once: itself and all that it has started. */
export function endOwnGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}

/** Whether a process with this id exists on this machine; it may be another one than it once was. */
export function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Waits for an end that has been asked for; when it has not come after the grace, forces it and waits on. */
export async function endWithin(
  graceMilliseconds: number,
  ended: Promise<unknown>,
  force: () => void,
): Promise<void> {
  const timer = setTimeout(force, graceMilliseconds);
  try {
    await ended;
  } finally {
    clearTimeout(timer);
  }
}
