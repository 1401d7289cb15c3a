/** One connection to an engine: the stdin and stdout of an `ssh` process, as a socket that HTTP can be spoken over. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Socket } from "node:net";
import { Duplex, type Readable, type Writable } from "node:stream";
import type { Environment } from "../docker-config.ts";
import { EngineError } from "../engine-error.ts";
import { sshArguments } from "./ssh-command.ts";
import { sshFailure } from "./ssh-failure.ts";

const keptWords = 4_000;

/** It is destroyed with an `EngineError` when ssh fails. Ends with its last reader and writer. */
export class SshConnection extends Duplex {
  /** Settles when the other side has said something, or never will. */
  readonly answered: Promise<void>;
  readonly #address: string;
  readonly #ssh: ChildProcessByStdio<Writable, Readable, Readable>;
  #words = "";
  #hasAnswered = false;
  #isKept = false;
  #sayAnswered: () => void = () => undefined;

  constructor(address: string, env: Environment) {
    super({ allowHalfOpen: true });
    this.#address = address;
    this.answered = new Promise((resolve) => (this.#sayAnswered = resolve));
    // windowsHide: no console of its own. The signals of a terminal go to this process, which ends it in order.
    this.#ssh = spawn("ssh", sshArguments(address), {
      env,
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { stdin, stdout, stderr } = this.#ssh;
    stdout.on("data", (chunk: Uint8Array) => {
      this.#hasAnswered = true;
      this.#sayAnswered();
      if (!this.push(chunk)) stdout.pause();
    });
    stderr.on("data", (chunk: Uint8Array) => {
      this.#words = (this.#words + Buffer.from(chunk).toString("utf8")).slice(-keptWords);
    });
    // What a broken pipe means, the end of the process tells.
    stdin.on("error", () => undefined);
    this.#ssh.once("error", (cause) => {
      this.destroy(this.#failed(isMissing(cause) ? "no-ssh" : undefined, cause));
    });
    this.#ssh.once("close", (exitCode) => {
      this.#sayAnswered();
      // Nobody reads one that is kept for the next request: only its end can be seen.
      if (this.#isKept) this.destroy();
      else if (this.#hasAnswered) this.push(null);
      else this.destroy(this.#failed(undefined, undefined, exitCode ?? undefined));
    });
  }

  // HTTP asks these of its sockets; there is nothing to do for a pipe.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }

  /** It is in use, and keeps this process alive. */
  ref(): this {
    this.#isKept = false;
    this.#ssh.ref();
    for (const pipe of this.#pipes()) pipe.ref();
    return this;
  }

  /** It is kept for later, and keeps nothing alive. */
  unref(): this {
    this.#isKept = true;
    this.#ssh.unref();
    for (const pipe of this.#pipes()) pipe.unref();
    return this;
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#ssh.stdin.write(chunk, encoding, (error) => {
      // ssh has ended, and how it did is known in a moment.
      if (error === null || error === undefined) done();
      else this.#ssh.once("close", done);
    });
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#sayAnswered();
    this.#ssh.stdin.destroy();
    this.#ssh.kill();
    done(error);
  }

  /** SAFETY: the pipes of a process are sockets, whatever their types promise. */
  #pipes(): readonly Socket[] {
    return [this.#ssh.stdin, this.#ssh.stdout, this.#ssh.stderr].filter((pipe) => pipe instanceof Socket);
  }

  #failed(why: "no-ssh" | undefined, cause?: Error, exitCode?: number): EngineError {
    const facts = sshFailure(
      this.#address,
      this.#words === "" && cause !== undefined ? cause.message : this.#words,
      exitCode,
    );
    return new EngineError(why === undefined ? facts : { ...facts, why }, { cause });
  }
}

function isMissing(cause: Error): boolean {
  return "code" in cause && cause.code === "ENOENT";
}
