/**
 * Questions and answers over whatever carries messages: numbered, so that answers may come in any order, and taken back when
 * nobody waits any more. Both ends of each such talk are made of these two, in the kernel, the editor and the page.
 */
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";

/** The asking end. */
export class Requests<Request, Answer> {
  readonly #send: (id: number, request: Request) => () => void;
  readonly #pending = new Map<number, Deferred<Answer>>();
  #last = 0;

  /** @param send sends a request, and returns what takes it back */
  constructor(send: (id: number, request: Request) => () => void) {
    this.#send = send;
  }

  /** Whether somebody waits for an answer. */
  get waiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Rejects at once with the reason of the signal when that is aborted. */
  async ask(request: Request, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    const id = (this.#last += 1);
    const answer = deferred<Answer>();
    this.#pending.set(id, answer);
    let onAbort: (() => void) | undefined;
    try {
      const takeBack = this.#send(id, request);
      onAbort = () => {
        this.#pending.delete(id);
        takeBack();
        // SAFETY: a promise may reject with any reason, and this one with the signal's.
        answer.reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      return await answer.promise;
    } finally {
      this.#pending.delete(id);
      if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    }
  }

  /** The answer to a request. One that was taken back, or never made, is passed over. */
  resolve(id: number, answer: Answer): void {
    this.#settle(id)?.resolve(answer);
  }

  /** Why a request has no answer. */
  reject(id: number, error: Error): void {
    this.#settle(id)?.reject(error);
  }

  /** Nobody answers any more. */
  rejectAll(error: Error): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, error);
  }

  #settle(id: number): Deferred<Answer> | undefined {
    const answer = this.#pending.get(id);
    this.#pending.delete(id);
    return answer;
  }
}

/** How the work for an answer ended. */
export type Outcome<Result> =
  | { readonly result: Result }
  | { readonly error: unknown; /** The request was taken back. */ readonly aborted: boolean };

/** The answering end: what is being worked on, so that it can be taken back. */
export class Replies<Key = number> {
  readonly #running = new Map<Key, AbortController>();

  /** Never rejects. */
  async answer<Result>(key: Key, work: (signal: AbortSignal) => Promise<Result>): Promise<Outcome<Result>> {
    const abort = new AbortController();
    this.#running.set(key, abort);
    try {
      return { result: await work(abort.signal) };
    } catch (error) {
      return { error, aborted: abort.signal.aborted };
    } finally {
      this.#running.delete(key);
    }
  }

  /** Whoever asked no longer wants the answer; it is given all the same. */
  cancel(key: Key): void {
    this.#running.get(key)?.abort(new DOMException("Taken back.", "AbortError"));
  }

  /** Whoever asked is gone. */
  cancelAll(): void {
    for (const abort of this.#running.values())
      abort.abort(new DOMException("Nobody listens.", "AbortError"));
  }
}
