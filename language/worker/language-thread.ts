/**
 * The extension's end of the language thread, in which notebooks are analysed and the language server is spoken to: whatever
 * it does there, the editor goes on. The thread starts with the first question, and anew after it has died.
 */
import { Worker } from "node:worker_threads";
import type { NotebookState, Questions } from "../service/questions.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./messages.ts";

export interface LanguageThreadOptions extends WorkerSettings {
  /** The built `worker.mjs`. */
  readonly file: string;
  /** Called once, when cells are not completed and checked any more, with the reason. */
  readonly onGivenUp: (why: string) => void;
  readonly log: (level: "debug" | "warn" | "error", text: string) => void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** How often a thread that dies is made again before the next change of a notebook. */
const mostDeaths = 5;

export class LanguageThread {
  readonly #options: LanguageThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** What a new thread is told first. */
  readonly #notebooks = new Map<string, NotebookState>();
  #settings: Readonly<Record<string, unknown>> = {};
  #worker: Worker | undefined;
  #last = 0;
  #deaths = 0;
  #isGivenUp = false;

  constructor(options: LanguageThreadOptions) {
    this.#options = options;
  }

  /** Rejects with an error of the name `AbortError` when the signal is aborted, and with a sentence when nobody can answer. */
  ask<Name extends keyof Questions>(
    name: Name,
    asked: Questions[Name][0],
    signal?: AbortSignal,
  ): Promise<Questions[Name][1]> {
    this.#remember(name, asked);
    if (this.#deaths >= mostDeaths)
      return Promise.reject(new Error("The language thread ends again and again."));
    const worker = (this.#worker ??= this.#start());
    // SAFETY: the thread answers each question with what the table of questions says.
    return this.#send(worker, name, asked, signal) as Promise<Questions[Name][1]>;
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    // Nobody is told of this end.
    this.#worker = undefined;
    await worker?.terminate();
  }

  #send(worker: Worker, name: keyof Questions, asked: unknown, signal?: AbortSignal): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#waiting.delete(id);
        worker.postMessage({ type: "cancel", id } satisfies ToWorker);
        reject(new DOMException("The question was taken back.", "AbortError"));
      };
      if (signal?.aborted === true) {
        reject(new DOMException("The question was taken back.", "AbortError"));
        return;
      }
      signal?.addEventListener("abort", cancel, { once: true });
      const done = (): void => {
        signal?.removeEventListener("abort", cancel);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      worker.postMessage({ type: "ask", id, name, asked } satisfies ToWorker);
    });
  }

  #remember(name: keyof Questions, asked: unknown): void {
    // SAFETY: the table of questions says what goes with each name.
    if (name === "update") this.#notebooks.set((asked as NotebookState).key, asked as NotebookState);
    else if (name === "close") this.#notebooks.delete((asked as { readonly key: string }).key);
    else if (name === "settings") this.#settings = asked as Readonly<Record<string, unknown>>;
  }

  #giveUp(why: string): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#options.onGivenUp(why);
  }

  #start(): Worker {
    const { file, log, programs, cacheFolder } = this.#options;
    const settings: WorkerSettings = { programs, cacheFolder };
    const worker = new Worker(file, { workerData: settings });
    worker.on("message", (message: FromWorker) => {
      if (message.type === "log") log(message.level, message.text);
      else if (message.type === "given-up") this.#giveUp(message.text);
      else if (message.type === "answer") this.#waiting.get(message.id)?.resolve(message.answer);
      else this.#waiting.get(message.id)?.reject(named(message.name, message.message));
    });
    let why = "it ended";
    worker.on("error", (error) => {
      why = String(error);
    });
    worker.on("exit", () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#deaths += 1;
      log("warn", `The language thread has ended: ${why}`);
      if (this.#deaths === mostDeaths) this.#giveUp(`The language thread ends again and again: ${why}`);
      for (const { reject } of [...this.#waiting.values()])
        reject(new Error(`The language thread has ended: ${why}`));
    });
    void this.#send(worker, "settings", this.#settings).catch(() => undefined);
    for (const state of this.#notebooks.values())
      void this.#send(worker, "update", state).catch(() => undefined);
    return worker;
  }
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
