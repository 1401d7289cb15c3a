/** What a run has printed and Prefect has not heard yet. */
import type { LogLine } from "./flow-run.ts";

/** Prefect takes a few megabytes at once, and 25,000 characters of a line. */
const linesAtOnce = 200;
export const longestLine = 20_000;
/** While the server is away. */
const mostLines = 5_000;

export class LogQueue {
  readonly #post: (lines: readonly LogLine[]) => Promise<void>;
  #waiting: LogLine[] = [];
  #left = 0;
  #sending: Promise<boolean> | undefined;

  constructor(post: (lines: readonly LogLine[]) => Promise<void>) {
    this.#post = post;
  }

  /** Without an end of the line. */
  add(message: string): void {
    if (message === "") return;
    if (this.#waiting.length >= mostLines) {
      this.#left += 1;
      return;
    }
    this.#waiting.push({ message: message.slice(0, longestLine), timestamp: new Date().toISOString() });
  }

  /** Sends what waits, one request after another; says whether the server has taken it all. */
  send(): Promise<boolean> {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  /** At the end: the server is asked three times more where it is away. */
  async sendAll(): Promise<void> {
    await this.#sending;
    for (let tries = 0; tries < 3; tries += 1) if (await this.send()) return;
  }

  async #send(): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting.splice(0, linesAtOnce);
      try {
        await this.#post(lines);
      } catch {
        this.#waiting = [...lines, ...this.#waiting];
        return false;
      }
      if (this.#left > 0 && this.#waiting.length === 0) {
        const left = this.#left;
        this.#left = 0;
        this.add(`${left} lines are only in the container's own log, as the server was away.`);
      }
    }
    return true;
  }
}
