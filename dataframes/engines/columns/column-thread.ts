/** The main thread's end of the thread of columns, which starts when it is first asked something. */
import { Worker } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { FrameError } from "../engine.ts";
import type { Done, Work, WorkReply, WorkRequest } from "./thread-messages.ts";

/** Of its texts; numbers are outside the heap and bounded by the store of columns. */
const heapMegabytes = 2_048;

interface Waiting {
  readonly resolve: (done: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class ColumnThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;
  #generation = 0;

  /** Changes when the thread has ended, and with it all that it kept. */
  get generation(): number {
    return this.#generation;
  }

  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Rejects at once with the reason of the signal when that is aborted; the thread then stops as soon as it can. */
  async ask<Asked extends Work>(
    work: Asked,
    signal?: AbortSignal,
    transfer: readonly Transferable[] = [],
  ): Promise<Done[Asked["do"]]> {
    signal?.throwIfAborted();
    const id = (this.#last += 1);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const request: WorkRequest = { id, work, stop };
    const worker = (this.#worker ??= this.#start());
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const onAbort = (): void => {
      Atomics.store(stop, 0, 1);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#waiting.set(id, { resolve, reject });
    worker.ref();
    worker.postMessage(request, transfer);
    try {
      // SAFETY: the thread answers each kind of work as `Done` says.
      return (await promise) as Done[Asked["do"]];
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  #start(): Worker {
    const file = import.meta.url.endsWith(".ts") ? "./worker.ts" : "../dataframes/engines/columns/worker.mjs";
    const worker = new Worker(new URL(file, import.meta.url), {
      name: "pipenb columns",
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 64 },
    });
    worker.unref();
    worker.on("message", ({ id, done, problem }: WorkReply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) worker.unref();
      if (problem === undefined) waiting?.resolve(done);
      else waiting?.reject(new FrameError(problem.code, problem.message));
    });
    let why: unknown;
    worker.on("error", (error) => {
      why = error;
    });
    worker.on("exit", () => {
      this.#ended(worker, why);
    });
    return worker;
  }

  #ended(worker: Worker, why: unknown): void {
    if (this.#worker === worker) this.#worker = undefined;
    this.#generation += 1;
    const message = why instanceof Error ? `: ${why.message}` : ".";
    const error = new FrameError("failed", `The thread that looks into dataframes ended${message}`, {
      cause: why,
    });
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
