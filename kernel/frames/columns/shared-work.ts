/** Several askers of one thing: it is done once, and ends early only when none of them wants it any more. */

interface Running<Value> {
  readonly result: Promise<Value>;
  readonly abort: AbortController;
  waiting: number;
}

export class SharedWork<Value> {
  readonly #running = new Map<string, Running<Value>>();

  /** Rejects with the signal's reason once it is aborted. */
  async do(key: string, start: (signal: AbortSignal) => Promise<Value>, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, start);
    running.waiting += 1;
    const leave = (): void => {
      running.waiting -= 1;
      if (running.waiting > 0) return;
      if (this.#running.get(key) === running) this.#running.delete(key);
      running.abort.abort(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      const value = await Promise.race([running.result, aborted(signal, running.result)]);
      signal.throwIfAborted();
      return value;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<Value>): Running<Value> {
    const abort = new AbortController();
    const running: Running<Value> = { result: start(abort.signal), abort, waiting: 0 };
    this.#running.set(key, running);
    const forget = (): void => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    running.result.then(forget, forget);
    return running;
  }
}

function aborted(signal: AbortSignal, until: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      // SAFETY: whatever was given as the reason is what the caller expects.
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", end, { once: true });
    const done = (): void => {
      signal.removeEventListener("abort", end);
    };
    until.then(done, done);
  });
}
