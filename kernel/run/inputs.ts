/** `input()` of cells: asks the person in front of the client, and waits for the answer. */
import type { FrameKind, InputAnswer } from "../wire/frame.ts";
import { frameKind } from "../wire/frame.ts";
import type { CellRunner } from "./cell-runner.ts";

type Send = (kind: FrameKind, id: number, payload: string) => void;

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
  readonly ask = (prompt = "", { password = false }: InputOptions = {}): Promise<string> => {
    this.#last += 1;
    const question = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const { signal } = this.#runner;
    const give = (): void => {
      this.#waiting.delete(question);
      reject(signal?.reason instanceof Error ? signal.reason : new Error("The question was taken back."));
    };
    signal?.addEventListener("abort", give, { once: true });
    this.#waiting.set(question, (answer) => {
      signal?.removeEventListener("abort", give);
      if (answer.error === undefined) resolve(answer.value ?? "");
      else reject(new Error(answer.error));
    });
    this.#send(frameKind.inputRequest, this.#runner.owner, JSON.stringify({ question, prompt, password }));
    return promise;
  };

  /** An answer has come. */
  take(question: number, answer: InputAnswer): void {
    this.#waiting.get(question)?.(answer);
    this.#waiting.delete(question);
  }
}
