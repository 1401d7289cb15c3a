/**
 * Every message to clients, with its number, so that a client that comes back misses nothing. The newest are in memory, older
 * ones in a file, and the oldest of a very long history are let go: then a client sees the gap in the numbers.
 */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";

interface Spilled {
  readonly offset: number;
  readonly length: number;
}

const memoryBytes = 32 * 1024 * 1024;
const fileBytes = 256 * 1024 * 1024;

export class Journal {
  readonly #path: string;
  #fd: number | undefined;
  #fileLength = 0;
  /** Number of the oldest message still kept. */
  #oldest = 1;
  #spilled: Spilled[] = [];
  #recent: Uint8Array[] = [];
  #recentBytes = 0;

  /** @param path file the journal may make; removed by `close` */
  constructor(path: string) {
    this.#path = path;
  }

  /** The number that the next message gets. */
  get next(): number {
    return this.#oldest + this.#spilled.length + this.#recent.length;
  }

  /** Keeps an encoded message under the number `next`. */
  append(frame: Uint8Array): void {
    this.#recent.push(frame);
    this.#recentBytes += frame.byteLength;
    while (this.#recentBytes > memoryBytes) this.#spill();
  }

  /** The messages after number `since`, oldest first. */
  *after(since: number): Generator<Uint8Array> {
    const end = this.next;
    for (let number = Math.max(since + 1, this.#oldest); number < end; number += 1) {
      const at = number - this.#oldest;
      const frame = this.#spilled[at];
      yield frame === undefined
        ? (this.#recent[at - this.#spilled.length] ?? new Uint8Array())
        : this.#read(frame);
    }
  }

  close(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    rmSync(this.#path, { force: true });
    this.#fd = undefined;
  }

  #spill(): void {
    const frame = this.#recent.shift();
    if (frame === undefined) return;
    this.#recentBytes -= frame.byteLength;
    this.#fd ??= openSync(this.#path, "w+", 0o600);
    if (this.#fileLength + frame.byteLength > fileBytes) this.#letGo(this.#fd);
    for (let written = 0; written < frame.byteLength;)
      written += writeSync(this.#fd, frame, written, frame.byteLength - written, this.#fileLength + written);
    this.#spilled.push({ offset: this.#fileLength, length: frame.byteLength });
    this.#fileLength += frame.byteLength;
  }

  #letGo(fd: number): void {
    this.#oldest += this.#spilled.length;
    this.#spilled = [];
    this.#fileLength = 0;
    ftruncateSync(fd, 0);
  }

  #read({ offset, length }: Spilled): Uint8Array {
    const frame = new Uint8Array(length);
    if (this.#fd !== undefined) readSync(this.#fd, frame, 0, length, offset);
    return frame;
  }
}
