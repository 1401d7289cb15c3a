/**
 * Gathers what a cell writes into few messages: the first words go out at once, the rest when a few milliseconds or some
 * tens of kilobytes have come together. Nothing is dropped, and order against other messages is kept by `flush`.
 */
import { StringDecoder } from "node:string_decoder";

type StreamName = "stdout" | "stderr";
type Publish = (execution: number, name: StreamName, text: string) => void;

const holdMilliseconds = 10;
const holdBytes = 256 * 1024;

export class StreamBatcher {
  readonly #publish: Publish;
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  #execution = 0;
  #name: StreamName = "stdout";
  #chunks: Buffer[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastSent = 0;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  add(execution: number, name: StreamName, chunk: Buffer): void {
    if (execution !== this.#execution || name !== this.#name) {
      this.flush();
      this.#execution = execution;
      this.#name = name;
    }
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= holdBytes) this.flush();
    else
      this.#timer ??= setTimeout(
        () => {
          this.flush();
        },
        performance.now() - this.#lastSent > holdMilliseconds ? 0 : holdMilliseconds,
      );
  }

  /** Sends what waits. Called before any other message goes out. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#chunks.length === 0) return;
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    const text = this.#decoders[this.#name].write(bytes);
    this.#chunks = [];
    this.#bytes = 0;
    this.#lastSent = performance.now();
    if (text !== "") this.#publish(this.#execution, this.#name, text);
  }
}
