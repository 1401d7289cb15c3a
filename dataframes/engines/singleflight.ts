/** Work that several questions wait for, done once; it goes on as long as one of them still waits. */
export class SharedCall<Result> {
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

  /** Called when it has ended, however it did. */
  ended(tell: () => void): void {
    this.#result.then(tell, tell);
  }

  /** Rejects with the signal's reason once it is aborted. */
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
      const result = await Promise.race([this.#result, aborted.promise]);
      signal.throwIfAborted();
      return result;
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.#waiting -= 1;
      if (this.#waiting === 0 && signal.aborted) this.#stop.abort(signal.reason);
    }
  }
}

/** Works by their keys, as long as they run. */
export class Singleflight<Result> {
  readonly #running = new Map<string, SharedCall<Result>>();

  do(key: string, start: (signal: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const known = this.#running.get(key);
    const work = known === undefined || known.stopped ? this.#start(key, start) : known;
    return work.wait(signal);
  }

  /** Whether somebody waits for it already. */
  has(key: string): boolean {
    return this.#running.get(key)?.stopped === false;
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<Result>): SharedCall<Result> {
    const work = new SharedCall(start);
    this.#running.set(key, work);
    work.ended(() => {
      if (this.#running.get(key) === work) this.#running.delete(key);
    });
    return work;
  }
}
