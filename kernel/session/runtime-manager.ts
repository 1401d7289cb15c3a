/**
 * Keeps one runtime alive: starts it, tells who listens what comes from it, and starts the next one when it ends. It is there before
 * anybody listens, who then hears what was missed.
 */
import type { StopSignal } from "../../notebook/program/stop-signals.ts";
import { describeExit } from "../process/describe-exit.ts";
import { RuntimeProcess } from "../process/runtime-process.ts";
import { fromRuntime } from "../wire/packet-table.ts";
import type { InputAnswer, ProgramStart, Question, RunRequest } from "../wire/packet-table.ts";
import type { NotebookPlace } from "../wire/runtime-settings.ts";
import { mostFailedStarts, StartFailure } from "./runtime.ts";
import type { Runtime, RuntimeEvents } from "./runtime.ts";

/** That it is rejected matters to those who wait for it only. */
function pending(): PromiseWithResolvers<undefined> {
  const made = Promise.withResolvers<undefined>();
  made.promise.catch(() => undefined);
  return made;
}

export class RuntimeManager implements Runtime {
  readonly #file: string;
  readonly #settings: NotebookPlace;
  #listener: RuntimeEvents | undefined;
  #missed: ((listener: RuntimeEvents) => void)[] = [];
  #runtime: RuntimeProcess;
  #ready = pending();
  #failedStarts = 0;
  #isProgram = false;

  /** @param file absolute path of the built runtime */
  constructor(file: string, settings: NotebookPlace) {
    this.#file = file;
    this.#settings = settings;
    this.#runtime = this.#start();
  }

  /** Who hears what happens, from its beginning; once. */
  listen(listener: RuntimeEvents): this {
    this.#listener = listener;
    // Not at once: whoever listens may still be in the making.
    queueMicrotask(() => {
      for (const tell of this.#missed.splice(0)) tell(listener);
    });
    return this;
  }

  /** Settles when there is a runtime that can run cells; rejects with {@link StartFailure} when there will be none. */
  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  workingFolder(): Promise<string> {
    return this.#runtime.workingFolder();
  }

  run(id: number, request: RunRequest): void {
    this.#runtime.run(id, request);
  }

  /** The runtime is one program from now on. */
  async beginProgram(start: ProgramStart): Promise<void> {
    await this.#ready.promise;
    this.#isProgram = true;
    this.#runtime.beginProgram(start);
  }

  /** No more cells come for the program. */
  finish(exitCode: number | undefined): void {
    this.#runtime.finish(exitCode);
  }

  /** Sends the program a signal. */
  stop(signal: StopSignal): void {
    this.#runtime.stop(signal);
  }

  answerInput(question: number, answer: InputAnswer): void {
    this.#runtime.answerInput(question, answer);
  }

  comm(packet: Buffer): void {
    this.ready().then(
      () => {
        this.#runtime.comm(packet);
      },
      () => {
        this.#tell((listener) => {
          listener.onUnreachable();
        });
      },
    );
  }

  interrupt(): void {
    this.#runtime.interrupt();
  }

  /** [] also where there is no runtime any more. */
  async ask(question: Question): Promise<readonly string[]> {
    try {
      await this.#ready.promise;
    } catch {
      return []; // cells say why
    }
    return this.#runtime.ask(question);
  }

  /** Opens the runtime's inspector and gives its address; settles only when its main thread comes to it. */
  async openInspector(): Promise<string> {
    await this.#ready.promise;
    return this.#runtime.openInspector();
  }

  closeInspector(): void {
    this.#runtime.closeInspector();
  }

  pause(): void {
    this.#runtime.pause();
  }

  resume(): void {
    this.#runtime.resume();
  }

  /** Ends the runtime and starts a new one; the old one is heard no more. */
  restart(): void {
    const old = this.#runtime;
    this.#failedStarts = 0;
    this.#isProgram = false;
    this.#waitForNext();
    this.#runtime = this.#start();
    old.kill();
  }

  /** Ends the runtime for good; settles when it is gone. */
  close(): Promise<void> {
    const last = this.#runtime;
    this.#failedStarts = mostFailedStarts;
    last.kill();
    return last.ended;
  }

  /** Who still waits for the runtime before waits for the next one. */
  #waitForNext(): void {
    const before = this.#ready;
    this.#ready = pending();
    before.resolve(this.#ready.promise);
  }

  #tell(tell: (listener: RuntimeEvents) => void): void {
    if (this.#listener === undefined) this.#missed.push(tell);
    else tell(this.#listener);
  }

  #start(): RuntimeProcess {
    const runtime: RuntimeProcess = new RuntimeProcess(this.#file, this.#settings, {
      onPacket: (packet) => {
        if (runtime !== this.#runtime) return;
        if (packet.kind === fromRuntime.ready.number) {
          this.#failedStarts = 0;
          this.#ready.resolve(undefined);
        } else
          this.#tell((listener) => {
            listener.onPacket(packet);
          });
      },
      onExiting: () => {
        if (runtime !== this.#runtime) return;
        this.#tell((listener) => {
          listener.onExiting();
        });
      },
      onExit: (exit) => {
        if (runtime !== this.#runtime) return;
        // What it started must not outlive it.
        runtime.kill();
        if (this.#isProgram) {
          this.#tell((listener) => {
            listener.onProgramEnd(exit);
          });
          return;
        }
        this.#failedStarts += 1;
        if (this.#failedStarts > mostFailedStarts) {
          // Who waits is answered, and who asks from now on.
          this.#ready.reject(new StartFailure(describeExit(exit)));
          return;
        }
        this.#waitForNext();
        this.#runtime = this.#start();
        this.#tell((listener) => {
          listener.onLost(describeExit(exit), exit.asked ?? 1);
        });
      },
    });
    return runtime;
  }
}
