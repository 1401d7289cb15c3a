/**
 * Text that a cell prints faster than it is worth a system call for each line, held for at most two milliseconds. It lies in memory that
 * the interrupter thread shares, which writes it when the cell goes on without printing, be it in a loop that never ends.
 */
import { headBytes, writeHead } from "../wire/packet.ts";

/** Largest frame that comes of it. */
const capacity = 64 * 1024;

/** How long a text may be held before the other thread writes it. */
export const heldMilliseconds = 2;

/** Places of the numbers that both threads read. */
const at = { lock: 0, start: 1, end: 2, kind: 3, execution: 4 } as const;

const free = 0;

/** Writes bytes to the pipe and gives how many it took; 0 where it is full. */
export type Write = (bytes: Buffer, start: number, end: number) => number;

/** What another thread needs to make a {@link HeldText} of the same memory. */
export interface SharedText {
  readonly numbers: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
}

export class HeldText {
  readonly shared: SharedText;
  readonly #numbers: Int32Array;
  readonly #bytes: Buffer;
  readonly #write: Write;
  readonly #thread: number;

  /** @param thread 1 and 2; code of a thread that holds the lock may be terminated, and then finds its own lock */
  constructor(thread: 1 | 2, write: Write, shared?: SharedText) {
    this.shared = shared ?? {
      numbers: new SharedArrayBuffer(4 * Object.keys(at).length),
      bytes: new SharedArrayBuffer(capacity),
    };
    this.#numbers = new Int32Array(this.shared.numbers);
    this.#bytes = Buffer.from(this.shared.bytes);
    this.#thread = thread;
    this.#write = write;
  }

  get isEmpty(): boolean {
    return Atomics.load(this.#numbers, at.end) === 0;
  }

  /** Holds a text; false where there is no room for it beside what is held. */
  add(kind: number, execution: number, text: string): boolean {
    if (!this.#isOf(kind, execution)) return false;
    // A UTF-16 unit is at most three bytes.
    const end = Math.max(Atomics.load(this.#numbers, at.end), headBytes);
    if (end + 3 * text.length > capacity) return false;
    this.#lock();
    // The other thread may have written it meanwhile.
    const from = Math.max(Atomics.load(this.#numbers, at.end), headBytes);
    const isBegun = Atomics.load(this.#numbers, at.start) > 0;
    if (!isBegun) {
      Atomics.store(this.#numbers, at.kind, kind);
      Atomics.store(this.#numbers, at.execution, execution);
      Atomics.store(this.#numbers, at.end, from + this.#bytes.write(text, from));
    }
    this.#unlock();
    return !isBegun;
  }

  /** Writes all of it, as one frame; waits by `pause` where the pipe is full. */
  flush(pause: () => void): void {
    if (this.isEmpty) return;
    this.#lock();
    while (!this.#writeSome()) pause();
    this.#unlock();
  }

  /** Writes what the pipe takes, unless the other thread is at it; false where some of it is still to be written. */
  tryFlush(): boolean {
    if (this.isEmpty) return true;
    if (Atomics.compareExchange(this.#numbers, at.lock, free, this.#thread) !== free) return false;
    const isAll = this.#writeSome();
    this.#unlock();
    return isAll;
  }

  #isOf(kind: number, execution: number): boolean {
    return (
      this.isEmpty ||
      (Atomics.load(this.#numbers, at.kind) === kind &&
        Atomics.load(this.#numbers, at.execution) === execution)
    );
  }

  /** True when nothing is left. Code that is terminated between a write and the note of it would write it again: see `isWriting` of the channel. */
  #writeSome(): boolean {
    const end = Atomics.load(this.#numbers, at.end);
    const start = Atomics.load(this.#numbers, at.start);
    if (end === 0) return true;
    if (start === 0) {
      const kind = Atomics.load(this.#numbers, at.kind);
      writeHead(this.#bytes, kind, Atomics.load(this.#numbers, at.execution), end - headBytes);
    }
    const next = start + this.#write(this.#bytes, start, end);
    Atomics.store(this.#numbers, at.start, next === end ? 0 : next);
    if (next < end) return false;
    Atomics.store(this.#numbers, at.end, 0);
    return true;
  }

  #lock(): void {
    for (;;) {
      const holder = Atomics.compareExchange(this.#numbers, at.lock, free, this.#thread);
      if (holder === free || holder === this.#thread) return;
      Atomics.wait(this.#numbers, at.lock, holder, 1);
    }
  }

  #unlock(): void {
    Atomics.store(this.#numbers, at.lock, free);
    Atomics.notify(this.#numbers, at.lock);
  }
}
