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
  /** Called likewise, until it has done what it waits for. */
  readonly actWhen?: (printed: string) => boolean;
}

/** Runs a program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let signalled = false;
  let acted = false;
  const heard = (): void => {
    acted ||= options.actWhen?.(stdout + stderr) ?? true;
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

/** Runs `node …args` to its end. */
export function runNode(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return runProgram(process.execPath, args, options);
}

/** Runs `pipenb …args` to its end. */
export function runPipenb(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return runNode([`${root}/cli/pipenb.ts`, ...args], options);
}
