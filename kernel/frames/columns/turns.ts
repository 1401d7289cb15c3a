/** Work on the main thread in short turns, between which cells go on. */
import { setImmediate as nextTurn } from "node:timers/promises";

const turnMilliseconds = 4;

export class Turns {
  readonly #signal: AbortSignal;
  #began = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether the turn has taken long enough. */
  get over(): boolean {
    return performance.now() - this.#began > turnMilliseconds;
  }

  /** Lets others go on if so. Rejects with the signal's reason once it is aborted. */
  async pause(): Promise<void> {
    if (!this.over) return;
    await nextTurn();
    this.#signal.throwIfAborted();
    this.#began = performance.now();
  }
}
