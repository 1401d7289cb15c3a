/** A kernel without owner ends itself: it is held by every connected client and by every running cell. */
export class Lease {
  readonly #milliseconds: number;
  readonly #onExpired: () => void;
  #holders = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param seconds 0 never expires */
  constructor(seconds: number, onExpired: () => void) {
    this.#milliseconds = seconds * 1000;
    this.#onExpired = onExpired;
    this.#arm();
  }

  /** Gives the function that lets go again; calling it twice does nothing. */
  hold(): () => void {
    this.#holders += 1;
    clearTimeout(this.#timer);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders === 0) this.#arm();
    };
  }

  #arm(): void {
    if (this.#milliseconds === 0) return;
    this.#timer = setTimeout(this.#onExpired, this.#milliseconds);
    this.#timer.unref();
  }
}
