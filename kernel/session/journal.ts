/**
 * Every message to clients, with its number, so that a client that comes back misses nothing. The newest are in memory, older
 * ones in a file, and the oldest of a very long history are let go: then a client sees the gap in the numbers.
 */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { giveUpName } from "../process/give-up-name.ts";

/** Where messages go that memory has no room for. */
interface SpillFile {
  readonly fd: number;
  close(): void;
}

interface Spilled {
  readonly offset: number;
  readonly length: number;
}

/** Enough for a client that comes back soon; what is older is read from the file. */
const memoryBytes = 2 * 1024 * 1024;
/** A shorter frame may be a piece of a buffer that is shared with what is long gone, and would keep all of it. */
const sharedBytes = 8 * 1024;
const fileBytes = 256 * 1024 * 1024;

export class Journal {
  readonly #folder: string | undefined;
  #file: SpillFile | undefined;
  #fileLength = 0;
  /** Number of the oldest message still kept. */
  #oldest = 1;
  #spilled: Spilled[] = [];
  #recent: Uint8Array[] = [];
  #recentBytes = 0;

  /** @param folder where to make a file when there is need of one; in the system's folder for such things when absent */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** The number that the next message gets. */
  get next(): number {
    return this.#oldest + this.#spilled.length + this.#recent.length;
  }

  /** Keeps an encoded message under the number `next`. */
  append(frame: Uint8Array): void {
    this.#recent.push(frame.byteLength < sharedBytes ? new Uint8Array(frame) : frame);
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
    this.#file?.close();
    this.#file = undefined;
  }

  #spill(): void {
    const frame = this.#recent.shift();
    if (frame === undefined) return;
    this.#recentBytes -= frame.byteLength;
    this.#file ??= openSpillFile(this.#folder ?? tmpdir());
    const { fd } = this.#file;
    if (this.#fileLength + frame.byteLength > fileBytes) this.#letGo(fd);
    for (let written = 0; written < frame.byteLength;)
      written += writeSync(fd, frame, written, frame.byteLength - written, this.#fileLength + written);
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
    if (this.#file !== undefined) readSync(this.#file.fd, frame, 0, length, offset);
    return frame;
  }
}

/** In a folder of its own, which nobody else may look into. */
function openSpillFile(parent: string): SpillFile {
  const folder = mkdtempSync(join(parent, "pipenb-kernel-"));
  const fd = openSync(join(folder, "journal"), "w+", 0o600);
  const remove = giveUpName(folder);
  return {
    fd,
    close: () => {
      closeSync(fd);
      remove();
    },
  };
}
