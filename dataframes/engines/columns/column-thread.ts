/** The main thread's end of the thread of columns, which starts when it is first asked something. */
import { Worker } from "node:worker_threads";
import type { Transferable } from "node:worker_threads";
import { Requests } from "../../../protocol/rpc.ts";
import { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Done, Work, WorkReply, WorkRequest } from "./thread-messages.ts";

/** Of its texts; numbers are outside the heap and bounded by the store of columns. */
const heapMegabytes = 2_048;

interface Asked {
  readonly work: Work;
  readonly transfer: readonly Transferable[];
}

export class ColumnThread {
  readonly #requests = new Requests<Asked, unknown>((id, { work, transfer }) => {
    // In shared memory: the thread reads no message while it works.
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    worker.postMessage({ id, work, stop } satisfies WorkRequest, transfer);
    return () => {
      Atomics.store(stop, 0, 1);
    };
  });
  #worker: Worker | undefined;
  #generation = 0;

  /** Changes when the thread has ended, and with it all that it kept. */
  get generation(): number {
    return this.#generation;
  }

  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Rejects at once with the reason of the signal when that is aborted; the thread then stops as soon as it can. */
  async ask<Kind extends Work>(
    work: Kind,
    signal?: AbortSignal,
    transfer: readonly Transferable[] = [],
  ): Promise<Done[Kind["do"]]> {
    // SAFETY: the thread answers each kind of work as `Done` says.
    return (await this.#requests.ask({ work, transfer }, signal)) as Done[Kind["do"]];
  }

  #start(): Worker {
    const file = import.meta.url.endsWith(".ts") ? "./worker.ts" : "../dataframes/engines/columns/worker.mjs";
    const worker = new Worker(new URL(file, import.meta.url), {
      name: "pipenb columns",
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 64 },
    });
    worker.unref();
    worker.on("message", ({ id, done, problem }: WorkReply) => {
      if (problem === undefined) this.#requests.resolve(id, done);
      else this.#requests.reject(id, new DataframeError(problem.code, problem.message));
      if (!this.#requests.waiting) worker.unref();
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
    const error = new DataframeError("failed", `The thread that looks into dataframes ended${message}`, {
      cause: why,
    });
    this.#requests.rejectAll(error);
  }
}
