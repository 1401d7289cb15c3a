/** One kernel as a process of this machine. */
import { supervisorFlags } from "../supervisor-flags.ts";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HostError } from "../host-error.ts";
import type { KernelExit } from "../kernel-host.ts";
import { exitReason, quotedLog } from "../kernel-exit.ts";
import { readyReader } from "../../../protocol/launch.ts";
import type { Ready } from "../../../protocol/launch.ts";
import { logFile, removeFolderNow } from "./kernel-folder.ts";

export interface ProcessOptions {
  readonly node: string;
  readonly kernelFolder: string;
  /** Its own folder, for log and journal. */
  readonly folder: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** It goes on when this process ends. */
  readonly outlives: boolean;
}

const graceMilliseconds = 3_000;

export class KernelProcess {
  readonly exited: Promise<KernelExit>;
  readonly #child: ChildProcess;
  readonly #folder: string;
  #asked = false;
  #over = false;

  constructor({ node, kernelFolder, folder, cwd, env, outlives }: ProcessOptions) {
    this.#folder = folder;
    // Its stderr is a file and no pipe: the kernel may live longer than this process.
    const log = openSync(logFile(folder), "a", 0o600);
    this.#child = spawn(node, [...supervisorFlags, join(kernelFolder, "supervisor.mjs")], {
      cwd,
      env,
      stdio: ["ignore", "pipe", log],
      // A group of its own: Ctrl-C in the terminal is for us, and we end the kernel in order.
      detached: true,
      windowsHide: true,
    });
    closeSync(log);
    this.exited = this.#end();
    if (!outlives) process.on("exit", this.#onOurExit);
  }

  /** Settles when it listens; rejects when it ends before, or takes too long. */
  async ready(timeoutMilliseconds: number, signal: AbortSignal | undefined): Promise<Ready> {
    const read = readyReader();
    const waiting = new AbortController();
    const ready = new Promise<Ready>((resolve) => {
      this.#child.stdout?.on("data", (chunk: Buffer) => {
        const found = read(chunk);
        if (found !== undefined) resolve(found);
      });
    });
    const ended = this.exited.then((exit) => {
      throw new HostError("start-failed", `The kernel ended before it was ready.${quotedLog(exit.log)}`);
    });
    const late = sleep(timeoutMilliseconds, undefined, { signal: either(waiting.signal, signal) }).then(
      () => {
        const seconds = Math.round(timeoutMilliseconds / 1000);
        const message = `The kernel was not ready after ${seconds} seconds. Is the machine overloaded? Start again.`;
        throw new HostError("start-timeout", `${message}${quotedLog(this.#log())}`);
      },
      () => {
        throw new HostError("aborted", "The start of the kernel was cancelled.");
      },
    );
    try {
      return await Promise.race([ready, ended, late]);
    } finally {
      waiting.abort();
      // The losers of the race reject later, to nobody.
      ended.catch(() => undefined);
      late.catch(() => undefined);
    }
  }

  /** Ends it: in order, and by force when it does not. Idempotent. */
  async stop(): Promise<void> {
    this.#asked = true;
    if (!this.#over) this.#child.kill("SIGTERM");
    const late = new AbortController();
    const force = sleep(graceMilliseconds, undefined, { signal: late.signal }).then(
      () => {
        this.#killGroup();
      },
      () => undefined,
    );
    await this.exited;
    late.abort();
    await force;
  }

  #end(): Promise<KernelExit> {
    return new Promise((resolve) => {
      const finish = (exitCode: number | undefined, log: string): void => {
        if (this.#over) return;
        this.#over = true;
        process.off("exit", this.#onOurExit);
        this.#killGroup();
        resolve({ reason: exitReason(exitCode, { asked: this.#asked, outOfMemory: false }), exitCode, log });
      };
      this.#child.on("error", (error) => {
        if (this.#child.pid === undefined) finish(undefined, error.message);
      });
      // Not "close": whatever inherited its stdout may keep that open.
      this.#child.on("exit", (code) => {
        finish(code ?? undefined, this.#log());
      });
    });
  }

  /** The supervisor, on its own end, ends what it started; a process that is ending can wait for nothing more. */
  readonly #onOurExit = (): void => {
    this.#child.kill("SIGTERM");
    removeFolderNow(this.#folder);
  };

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL"); // no such group: all gone, or a platform without groups
    }
  }

  #log(): string {
    try {
      return readFileSync(logFile(this.#folder), "utf8").slice(-keptCharacters);
    } catch {
      return ""; // removed by another pipenb process that stopped this kernel
    }
  }
}

const keptCharacters = 8_000;

function either(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}
