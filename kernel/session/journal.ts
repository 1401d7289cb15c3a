/**
 * Every message to clients, with its number, so that a client that comes back misses nothing. The newest are in memory, older
 * ones in a file, and the oldest of a very long history are let go: then a client sees the gap in the numbers.
 */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, write, writeSync } from "node:fs";
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
/** A longer frame goes to the file beside other work: its clients wait for it. */
const longBytes = 256 * 1024;
/** What waits for the file is no more than this. */
const waitingBytes = 32 * 1024 * 1024;
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
  /** Whether the oldest in memory is on its way to the file. */
  #writing = false;
  #closed = false;

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
    this.#makeRoom();
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
    this.#closed = true;
    // A number of a file that is closed under the one who writes could be another file's by then.
    if (!this.#writing) this.#file?.close();
    if (!this.#writing) this.#file = undefined;
  }

  /** Memory keeps the newest; what is long leaves it a little later. */
  #makeRoom(): void {
    for (
      let [frame] = this.#recent;
      frame !== undefined && this.#recentBytes > memoryBytes;
      [frame] = this.#recent
    ) {
      if (this.#writing || frame.byteLength > longBytes) {
        if (this.#recentBytes - frame.byteLength <= waitingBytes) {
          if (!this.#writing) this.#spillBeside(frame);
          return;
        }
      }
      this.#spill(frame);
    }
  }

  #spillBeside(frame: Uint8Array): void {
    const fd = this.#roomInFile(frame);
    this.#writing = true;
    write(fd, frame, 0, frame.byteLength, this.#fileLength, (error, written) => {
      this.#writing = false;
      if (this.#closed) this.close();
      // It may be there already, by a later one that had no room in memory.
      else if (this.#recent[0] === frame) {
        if (error === null && written === frame.byteLength) this.#noteSpilled(frame);
        else this.#spill(frame);
        this.#makeRoom();
      }
    });
  }

  #spill(frame: Uint8Array): void {
    const fd = this.#roomInFile(frame);
    for (let written = 0; written < frame.byteLength;)
      written += writeSync(fd, frame, written, frame.byteLength - written, this.#fileLength + written);
    this.#noteSpilled(frame);
  }

  #noteSpilled(frame: Uint8Array): void {
    this.#recent.shift();
    this.#recentBytes -= frame.byteLength;
    this.#spilled.push({ offset: this.#fileLength, length: frame.byteLength });
    this.#fileLength += frame.byteLength;
  }

  /** The file, where the frame has room behind its end. */
  #roomInFile(frame: Uint8Array): number {
    this.#file ??= openSpillFile(this.#folder ?? tmpdir());
    const { fd } = this.#file;
    if (this.#fileLength + frame.byteLength > fileBytes && !this.#writing) this.#letGo(fd);
    return fd;
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
