import { stripVTControlCharacters } from "node:util";
import type picocolors from "picocolors";
import type { Output } from "./output.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 80;

/** One line of a terminal, rewritten in place with a turning sign before it. */
export class StatusLine {
  readonly #stream: Output;
  readonly #colors: ReturnType<typeof picocolors.createColors>;
  #timer: NodeJS.Timeout | undefined;
  #text = "";
  #frame = 0;

  constructor(stream: Output, colors: ReturnType<typeof picocolors.createColors>) {
    this.#stream = stream;
    this.#colors = colors;
  }

  show(text: string): void {
    this.#text = stripVTControlCharacters(text).replaceAll(/\s+/g, " ");
    this.#draw();
    this.#timer ??= setInterval(() => {
      this.#draw();
    }, frameMilliseconds).unref();
  }

  clear(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#stream.write("\r\u001b[K");
  }

  #draw(): void {
    const sign = frames[this.#frame++ % frames.length] ?? "";
    const room = Math.max(10, (this.#stream.columns ?? 80) - 3);
    this.#stream.write(`\r\u001b[K${this.#colors.cyan(sign)} ${this.#text.slice(0, room)}`);
  }
}
