/** Work on the main thread in slices, between which cells go on. */

/** How long a slice may take, in milliseconds. */
const slice = 5;

/** `rest` is called after every small piece of work: it lets the event loop turn once a slice is full. */
export class Slices {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Throws the signal's reason once that is aborted. */
  async rest(): Promise<void> {
    this.#signal.throwIfAborted();
    if (performance.now() - this.#since < slice) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
