/** Runs a program to its end, in the way of a step that a user waits for. */
import { spawn } from "node:child_process";

export interface Ended {
  /** undefined when it could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  /** The last of what it wrote. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

const keptCharacters = 8_000;

/** Settles when the program has ended, also when the signal ended it. */
export function runToEnd(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env, onOutput, signal } = options;
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      // npm is a script there, which only a shell can start.
      shell: process.platform === "win32",
      ...(signal === undefined ? {} : { signal }),
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output = (output + text).slice(-keptCharacters);
        onOutput(text);
      });
    }
    child.on("error", (error) => {
      output += error.message;
      if (child.pid === undefined) resolve({ exitCode: undefined, output });
    });
    child.on("close", (code) => {
      resolve({ exitCode: code ?? undefined, output });
    });
  });
}
