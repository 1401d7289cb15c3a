/** One kernel's container, from its making to its end. */
import { readyReader } from "../../../protocol/launch.ts";
import type { ContainerSpec, Engine } from "../../engine/engine.ts";
import { wordsOf } from "../../error-with-facts.ts";
import { HostError } from "../host-error.ts";
import { exitReason } from "../kernel-host.ts";
import type { KernelExit } from "../kernel-host.ts";
import { waitUntilReady } from "../wait-until-ready.ts";

const keptCharacters = 8_000;

/** The last of what a container wrote. */
class LogTail {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #text = "";

  add(stream: "stdout" | "stderr", chunk: Uint8Array): void {
    const text = this.#decoders[stream].decode(chunk, { stream: true });
    this.#text = (this.#text + text).slice(-keptCharacters);
  }

  /** Without the ready line, which is no news to anybody. */
  get text(): string {
    return this.#text.replace(/^\{"pipenb":"ready".*\n?/m, "");
  }
}

/** Exit code of a process that was killed with SIGKILL, as the engine does when memory is exhausted. */
const killedCode = 137;

const stopGraceSeconds = 3;

export class KernelContainer {
  /** Settles when it has ended, however it did. The container is still there then. */
  readonly ended: Promise<KernelExit>;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #log: LogTail;
  readonly #ready: Promise<void>;
  #asked = false;

  private constructor(engine: Engine, id: string, log: LogTail, ready: Promise<void>) {
    this.#engine = engine;
    this.#id = id;
    this.#log = log;
    this.#ready = ready;
    this.ended = this.#wait();
  }

  /** Makes and starts it; nothing is left when that fails. */
  static async start(engine: Engine, spec: ContainerSpec): Promise<KernelContainer> {
    const id = await engine.create(spec);
    const log = new LogTail();
    const read = readyReader();
    let sayReady: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => (sayReady = resolve));
    try {
      // Before it starts: of a container that runs, what it has written already is not told.
      const { ended } = await engine.attach(id, (stream, chunk) => {
        log.add(stream, chunk);
        if (stream === "stdout" && read(chunk) !== undefined) sayReady();
      });
      await engine.start(id);
      // A connection that breaks is seen by the end of the container, which is waited for on another one.
      ended.catch(() => undefined);
    } catch (error) {
      await engine.remove(id);
      throw error;
    }
    return new KernelContainer(engine, id, log, ready);
  }

  get id(): string {
    return this.#id;
  }

  /** Settles with the port on this machine when the kernel listens; rejects when it ends before, or takes too long. */
  async ready(port: number, timeoutMilliseconds: number, signal: AbortSignal | undefined): Promise<number> {
    const ended = this.ended.then((exit) => {
      throw endedEarly(exit);
    });
    const listening = Promise.all([this.#engine.container(this.#id), this.#ready]);
    const [summary] = await waitUntilReady(
      {
        until: () => Promise.race([listening, ended]),
        late: (seconds) =>
          new HostError({ code: "start-timeout", where: "container", seconds, log: this.#log.text }),
      },
      timeoutMilliseconds,
      signal,
    );
    const published = summary?.ports.get(port);
    if (published !== undefined) return published;
    throw new HostError({ code: "no-port" });
  }

  /** Ends it in order, by force after a grace. Idempotent. */
  async stop(): Promise<void> {
    this.#asked = true;
    await this.#engine.stop(this.#id, stopGraceSeconds);
    await this.ended;
  }

  async #wait(): Promise<KernelExit> {
    try {
      const exitCode = await this.#engine.wait(this.#id);
      const summary = exitCode === killedCode ? await this.#engine.container(this.#id) : undefined;
      const outOfMemory = summary?.outOfMemory === true;
      return {
        reason: exitReason(exitCode, { asked: this.#asked, outOfMemory }),
        exitCode,
        log: this.#log.text,
      };
    } catch (error) {
      const reason = exitReason(undefined, { asked: this.#asked, outOfMemory: false });
      return { reason, exitCode: undefined, log: `${this.#log.text}${wordsOf(error)}` };
    }
  }
}

function endedEarly({ reason, exitCode, log }: KernelExit): HostError {
  return new HostError(
    reason === "out-of-memory"
      ? { code: reason, log }
      : { code: "start-failed", where: "container", exitCode, log },
  );
}
