/** Work that several questions wait for, done once; it goes on as long as one of them still waits. */
export class SharedWork<Result> {
  readonly #stop = new AbortController();
  readonly #result: Promise<Result>;
  #waiting = 0;

  constructor(start: (signal: AbortSignal) => Promise<Result>) {
    this.#result = start(this.#stop.signal);
    // Who waits hears of it; nobody may be waiting any more.
    this.#result.catch(() => undefined);
  }

  /** True when it was stopped: whoever comes now starts anew. */
  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async wait(signal: AbortSignal): Promise<Result> {
    signal.throwIfAborted();
    this.#waiting += 1;
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => {
      // An aborted question rejects with the reason it was given, whatever that is.
      aborted.reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([this.#result, aborted.promise]);
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#waiting -= 1;
      if (this.#waiting === 0 && signal.aborted) this.#stop.abort(signal.reason);
    }
  }
}
