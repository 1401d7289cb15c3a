/** Work on the main thread in slices, between which cells go on. */
import { setImmediate as nextTurn } from "node:timers/promises";

/** How long a slice may take. */
const sliceMilliseconds = 4;

/** `rest` is called after every small piece of work: it lets the event loop turn once a slice is full. */
export class TimeSlicer {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether the slice has taken long enough. */
  get full(): boolean {
    return performance.now() - this.#since > sliceMilliseconds;
  }

  /** Throws the signal's reason once that is aborted. */
  async rest(): Promise<void> {
    this.#signal.throwIfAborted();
    if (!this.full) return;
    await nextTurn();
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}
