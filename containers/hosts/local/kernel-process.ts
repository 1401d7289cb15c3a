/** One kernel as a process of this machine. */
import { supervisorFlags } from "../new-kernel.ts";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endWithin, signalGroup } from "../../../notebook/program/end-process.ts";
import { HostError } from "../host-error.ts";
import type { KernelExit } from "../kernel-host.ts";
import { exitReason } from "../kernel-host.ts";
import { readyReader } from "../../../protocol/launch.ts";
import type { Ready } from "../../../protocol/launch.ts";
import { waitUntilReady } from "../wait-until-ready.ts";
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
    const listening = new Promise<Ready>((resolve) => {
      this.#child.stdout?.on("data", (chunk: Buffer) => {
        const found = read(chunk);
        if (found !== undefined) resolve(found);
      });
    });
    const ended = this.exited.then((exit) => {
      throw new HostError({ code: "start-failed", where: "process", exitCode: exit.exitCode, log: exit.log });
    });
    return waitUntilReady(
      {
        until: () => Promise.race([listening, ended]),
        late: (seconds) =>
          new HostError({ code: "start-timeout", where: "process", seconds, log: this.#log() }),
      },
      timeoutMilliseconds,
      signal,
    );
  }

  /** Ends it: in order, and by force when it does not. Idempotent. */
  async stop(): Promise<void> {
    this.#asked = true;
    if (!this.#over) this.#child.kill("SIGTERM");
    await endWithin(graceMilliseconds, this.exited, () => {
      this.#killGroup();
    });
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
    if (!signalGroup(this.#child.pid, "SIGKILL")) this.#child.kill("SIGKILL");
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
