/**
 * Ends the process at once where an orderly exit would never end: that waits for statements that run, and a statement which
 * reads rows waits for the thread that is exiting. The kernel has told why it exits by then.
 */
class ExitGuard {
  #running = 0;

  /** While `work` runs, the process ends without waiting for it. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    if (this.#running === 1) process.on("exit", endAtOnce);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) process.off("exit", endAtOnce);
    }
  }
}

function endAtOnce(): void {
  process.kill(process.pid, "SIGKILL");
}

/** One for all statements of the process. */
export const exitGuard = new ExitGuard();
