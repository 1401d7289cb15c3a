/** `process.stdout` and `process.stderr` of cells: what is written goes to the supervisor under the execution that wrote it. */
import { Writable } from "node:stream";

export class CellStream extends Writable {
  readonly fd: number;
  readonly isTTY = false;
  readonly #write: (chunk: Uint8Array) => void;

  /** @param fd what user code sees as the stream's descriptor */
  constructor(fd: number, write: (chunk: Uint8Array) => void) {
    super({ decodeStrings: true });
    this.fd = fd;
    this.#write = write;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#write(chunk);
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
  write: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
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
