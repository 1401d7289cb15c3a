/** One kernel's container, from its making to its end. */
import { readyReader } from "../../../protocol/launch.ts";
import type { CarriedFiles } from "../../elsewhere/carried-files.ts";
import {
  type CarryingContainer,
  type CarryingOptions,
  createCarrying,
} from "../../elsewhere/create-carrying.ts";
import type { ContainerSpec, ContainerSummary, Engine } from "../../engine/engine.ts";
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

/** Hears what did not get to another machine or back, in sentences. */
type Tell = (note: string) => void;

export class KernelContainer {
  /** Settles when it has ended, however it did. The container is still there then. */
  readonly ended: Promise<KernelExit>;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #log: LogTail;
  readonly #ready: Promise<void>;
  /** Of an engine on another machine. */
  readonly files: CarriedFiles | undefined;
  readonly #tell: Tell;
  #asked = false;
  #isSynced = false;

  private constructor(
    engine: Engine,
    { id, files }: CarryingContainer,
    { log, ready, tell }: { readonly log: LogTail; readonly ready: Promise<void>; readonly tell: Tell },
  ) {
    this.#engine = engine;
    this.#id = id;
    this.files = files;
    this.#tell = tell;
    this.#log = log;
    this.#ready = ready;
    this.ended = this.#wait();
  }

  /** Makes and starts it; nothing is left when that fails. */
  static async start(
    engine: Engine,
    spec: ContainerSpec,
    options: CarryingOptions,
    tell: Tell,
  ): Promise<KernelContainer> {
    const made = await createCarrying(engine, spec, options);
    const { id } = made;
    made.notes.forEach(tell);
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
    return new KernelContainer(engine, made, { log, ready, tell });
  }

  get id(): string {
    return this.#id;
  }

  /** Settles when the kernel listens; rejects when it ends before, or takes too long. */
  async ready(
    timeoutMilliseconds: number,
    signal: AbortSignal | undefined,
  ): Promise<ContainerSummary | undefined> {
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
    return summary;
  }

  /** Ends it in order, by force after a grace. Idempotent. */
  async stop(): Promise<void> {
    this.#asked = true;
    await this.#lastSync();
    await this.#engine.stop(this.#id, stopGraceSeconds);
    await this.ended;
  }

  /** Fetches what a container on another machine has changed before it ended. */
  async fetchEnded(): Promise<void> {
    (await this.files?.fetchEnded(this.#isSynced))?.forEach(this.#tell);
  }

  /** While it runs only what has changed travels. */
  async #lastSync(): Promise<void> {
    try {
      (await this.files?.sync())?.forEach(this.#tell);
      this.#isSynced = true;
    } catch {
      // It has ended meanwhile, and is asked in another way then.
    }
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
