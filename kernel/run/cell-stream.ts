/** `process.stdout` and `process.stderr` of cells: what is written goes to the supervisor under the execution that wrote it. */
import { Writable } from "node:stream";

type Done = (error?: Error | null) => void;
type Write = (chunk: string | Uint8Array) => void;

/** What Node's console gives to every write, to hear of a failure: it has nothing to do where there is none. */
const consoleCallbacks: ReadonlySet<unknown> = new Set(
  ["_stdoutErrorHandler", "_stderrErrorHandler"].map((name): unknown => Reflect.get(console, name)),
);

class CellStream extends Writable {
  readonly fd: number;
  readonly isTTY = false;
  readonly #write: Write;

  /** @param fd what user code sees as the stream's descriptor */
  constructor(fd: number, write: Write) {
    super({ decodeStrings: false });
    this.fd = fd;
    this.#write = write;
  }

  /** Text, which is what consoles write, takes the short way past the stream's buffering; writing is synchronous anyway. */
  override write(chunk: unknown, encoding?: BufferEncoding | Done, done?: Done): boolean {
    if (typeof chunk === "string" && typeof encoding !== "string") {
      this.#write(chunk);
      const callback = encoding ?? done;
      if (callback !== undefined && !consoleCallbacks.has(callback)) process.nextTick(callback);
      return true;
    }
    return typeof encoding === "string" ? super.write(chunk, encoding, done) : super.write(chunk, encoding);
  }

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#write(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk);
    done();
  }

  /** Cells cannot close the kernel's streams. */
  override end(): this {
    return this;
  }

  override destroy(): this {
    return this;
  }
}

/** Puts the streams in place of the process's own. */
export function replaceStandardStreams(
  write: (stream: "stdout" | "stderr", chunk: string | Uint8Array) => void,
): void {
  for (const [fd, name] of [
    [1, "stdout"],
    [2, "stderr"],
  ] as const) {
    const stream = new CellStream(fd, (chunk) => {
      write(name, chunk);
    });
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true });
  }
}
