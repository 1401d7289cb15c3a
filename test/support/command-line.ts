/** pipenb's command line as a process of its own, run from its sources. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything printed so far; gives a signal to send once. */
  readonly signalWhen?: (printed: string) => NodeJS.Signals | undefined;
}

/** Runs `node …args` to its end. */
export async function runNode(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let signalled = false;
  const heard = (): void => {
    const signal = signalled ? undefined : options.signalWhen?.(stdout + stderr);
    if (signal === undefined) return;
    signalled = true;
    child.kill(signal);
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard();
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

/** Runs `pipenb …args` to its end. */
export function runPipenb(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return runNode([`${root}/cli/pipenb.ts`, ...args], options);
}
