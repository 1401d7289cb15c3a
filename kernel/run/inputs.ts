/** `input()` of cells: asks the person in front of the client, and waits for the answer. */
import { clearInterval, setInterval } from "node:timers";
import { fromRuntime } from "../wire/packet-table.ts";
import type { InputAnswer } from "../wire/packet-table.ts";
import type { Channel } from "./channel.ts";
import type { CellRunner } from "./cell-runner.ts";

type Send = Channel["send"];

/** What a question may say about its answer. */
export interface InputOptions {
  /** The answer must not be shown while it is typed. */
  readonly password?: boolean;
}

export class Inputs {
  readonly #runner: CellRunner;
  readonly #send: Send;
  readonly #waiting = new Map<number, (answer: InputAnswer) => void>();
  #last = 0;

  constructor(runner: CellRunner, send: Send) {
    this.#runner = runner;
    this.#send = send;
  }

  /** The function that cells call. Rejects when nobody can be asked, and when the cell is interrupted. */
  readonly ask = async (prompt = "", { password = false }: InputOptions = {}): Promise<string> => {
    const { value, error } = await this.#answer(prompt, password);
    // Thrown here, where the trace leads back to the cell.
    if (error !== undefined) throw new Error(error);
    return value ?? "";
  };

  #answer(prompt: string, password: boolean): Promise<InputAnswer> {
    this.#last += 1;
    const question = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<InputAnswer>();
    const { signal } = this.#runner;
    // Waiting for a person is work that a process lives for.
    const alive = setInterval(() => undefined, 2 ** 30);
    const give = (): void => {
      clearInterval(alive);
      this.#waiting.delete(question);
      reject(signal?.reason instanceof Error ? signal.reason : new Error("The question was taken back."));
    };
    signal?.addEventListener("abort", give, { once: true });
    this.#waiting.set(question, (answer) => {
      clearInterval(alive);
      signal?.removeEventListener("abort", give);
      resolve(answer);
    });
    this.#send(fromRuntime.inputRequest, this.#runner.owner, { question, prompt, password });
    return promise;
  }

  /** An answer has come. */
  take(question: number, answer: InputAnswer): void {
    this.#waiting.get(question)?.(answer);
    this.#waiting.delete(question);
  }
}
