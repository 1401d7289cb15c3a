/** Work that is asked for by typing: it waits until the typing pauses, and what came before it is given up. */

const pauseMilliseconds = 200;

export class Debounced {
  readonly #closed: AbortSignal;
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #over = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    closed: AbortSignal,
    work: (signal: AbortSignal) => Promise<void>,
    failed: (error: unknown) => void,
  ) {
    this.#closed = closed;
    this.#work = work;
    this.#failed = failed;
    closed.addEventListener("abort", () => {
      this.#stop();
    });
  }

  soon(): void {
    this.#stop();
    this.#timer = setTimeout(() => {
      this.now();
    }, pauseMilliseconds);
  }

  now(): void {
    this.#stop();
    if (this.#closed.aborted) return;
    const over = new AbortController();
    this.#over = over;
    this.#work(over.signal).catch((error: unknown) => {
      if (!over.signal.aborted) this.#failed(error);
    });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
  }
}
