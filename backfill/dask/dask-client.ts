/** A Python process that speaks with Dask, and what is asked of it. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import * as z from "zod";
import { given } from "../../pipeline/result/run-settings.ts";
import { DaskError } from "./dask-error.ts";
import { daskProgram } from "./dask-program.ts";

const program = "python3";
/** The number of what it says once it is connected. */
const greeting = 0;
/** Characters of what it has written last. */
const mostSaid = 2_000;

const AnswerSchema = z.union([
  z.object({ number: z.number(), error: z.string() }),
  z.object({ number: z.number(), answer: z.unknown() }),
]);

export interface DaskClientSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `docker` or `podman`, on the machines of the workers. */
  readonly runtime: string;
}

/** What it can be asked: to run a container, or what is done on each machine that has workers. */
export type DaskQuestion =
  | {
      readonly question: "run";
      readonly name: string;
      readonly words: readonly string[];
      /** A worker of the machine that has the container already. */
      readonly worker: string | undefined;
    }
  | {
      readonly question: "stop" | "remove" | "log" | "containers";
      /** Of the container; the label of all of them. */
      readonly name: string;
      readonly words: readonly [];
    };

type Child = ChildProcessByStdio<Socket, Socket, Socket>;

interface Started {
  readonly child: Child;
  readonly threads: Promise<unknown>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class DaskClient {
  readonly #settings: DaskClientSettings;
  readonly #waiting = new Map<number, Waiting>();
  #started: Started | undefined;
  #error: DaskError | undefined;
  #count = 0;

  constructor(settings: DaskClientSettings) {
    this.#settings = settings;
  }

  /** How many containers the cluster runs at once now. */
  async threads(): Promise<number> {
    return z.number().parse(await this.#start().threads);
  }

  /** Rejects with a `DaskError`. */
  async ask(question: DaskQuestion): Promise<unknown> {
    const { child } = this.#start();
    this.#count += 1;
    child.stdin.write(`${JSON.stringify({ number: this.#count, ...question })}\n`);
    return this.#wait(this.#count);
  }

  #wait(number: number): Promise<unknown> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#hold();
    });
  }

  #start(): Started {
    if (this.#started !== undefined) return this.#started;
    const child = this.#spawn();
    const threads = this.#wait(greeting);
    threads.catch(() => undefined); // whoever asks for something is told too
    return (this.#started = { child, threads });
  }

  #spawn(): Child {
    const { env, runtime } = this.#settings;
    const address = given(env, "DASK_SCHEDULER_ADDRESS");
    if (address === undefined) throw new DaskError({ code: "no-cluster" });
    // In a group of its own: Ctrl-C is for pipenb to answer.
    const child = spawn(program, ["-c", daskProgram, runtime, address], {
      env: { ...env },
      detached: true,
      stdio: "pipe",
      // SAFETY: pipes of a child are sockets.
    }) as Child;
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-mostSaid);
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#take(AnswerSchema.parse(JSON.parse(line)));
    });
    // Whoever writes to one that has ended is told by its end.
    child.stdin.on("error", () => undefined);
    child.on("error", () => {
      this.#fail(new DaskError({ code: "no-python", program }));
    });
    child.on("close", () => {
      this.#fail(
        /No module named 'distributed'/.test(said)
          ? new DaskError({ code: "no-package", program })
          : new DaskError({ code: "ended", address, said }),
      );
    });
    return child;
  }

  #take(told: z.infer<typeof AnswerSchema>): void {
    const waiting = this.#waiting.get(told.number);
    this.#waiting.delete(told.number);
    if ("error" in told) waiting?.reject(new DaskError({ code: "refused", said: told.error }));
    else waiting?.resolve(told.answer);
    this.#hold();
  }

  #fail(error: DaskError): void {
    this.#error ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#error);
    this.#waiting.clear();
  }

  /** This process ends while nobody waits for an answer, and the other one with it. */
  #hold(): void {
    if (this.#started === undefined) return;
    const { child } = this.#started;
    const holds = this.#waiting.size > 0;
    for (const each of [child, child.stdin, child.stdout, child.stderr])
      if (holds) each.ref();
      else each.unref();
  }
}
