/** Ends a kernel whose bridge was killed before it could do so itself. */
import { spawn } from "node:child_process";

/** Reads a line and does nothing where one comes; what the end of its input means is that the bridge is gone. */
const waits = 'read -r line || exec "$@"';

/**
 * Starts a process of next to no size that runs a command when this one dies. Gives the function that lets it go without having run
 * anything. On Windows, which has no such shell, nobody watches.
 *
 * @param command program and arguments
 */
export function guard(command: readonly string[]): () => void {
  if (process.platform === "win32") return () => undefined;
  const watcher = spawn("sh", ["-c", waits, "sh", ...command], {
    // Signals to our group are not meant for it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.on("error", () => undefined);
  watcher.stdin.on("error", () => undefined);
  watcher.unref();
  return () => {
    watcher.stdin.end("done\n");
  };
}
