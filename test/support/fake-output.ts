import type { Output } from "../../cli/terminal/output.ts";

/** A stream that remembers what was written to it. */
export class FakeOutput implements Output {
  readonly isTTY: boolean;
  readonly columns = 40;
  text = "";
  readonly #listeners: ((error: NodeJS.ErrnoException) => void)[] = [];

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }

  on(_event: "error", listener: (error: NodeJS.ErrnoException) => void): void {
    this.#listeners.push(listener);
  }

  /** What a stream does whose reader went away. */
  breakPipe(): void {
    for (const listener of this.#listeners)
      listener(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  }
}
