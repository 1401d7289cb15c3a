/**
 * The runtime's ends of the two pipes between it and the supervisor. Writing is synchronous, so that nothing is lost when user code calls
 * `process.exit`, blocks or crashes the next moment; only a burst of lines is held for the two milliseconds of {@link HeldText}.
 */
import { Socket } from "node:net";
import { encodeFrame, FrameReader, headBytes, writeHead } from "../wire/frame.ts";
import type { Frame, FrameKind, Payload } from "../wire/frame.ts";
import { HeldText } from "./held-text.ts";
import type { SharedText } from "./held-text.ts";
import { writeToPipe } from "./write-to-pipe.ts";

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const waitMilliseconds = 0.05;
const wait = (): void => {
  Atomics.wait(sleeper, 0, 0, waitMilliseconds);
};
/** In UTF-16 units. */
const longestLine = 16 * 1024;
/** So many lines in so short a time are written at once; what comes above that is a burst. */
const burst = { lines: 64, milliseconds: 10 };

export class Channel {
  readonly #from: number;
  readonly #to: number;
  /** Bytes promised but not yet written; more than one frame only when termination cut a write short. */
  readonly #waiting: Buffer[] = [];
  #socket: Socket | undefined;
  readonly #line = Buffer.allocUnsafe(headBytes + 3 * longestLine);
  readonly #held: HeldText;
  #onHeld: (() => void) | undefined;
  #windowStart = 0;
  #linesInWindow = 0;

  /** Frames come by the one descriptor and go by the other. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
    // Makes it one that does not block, so that an interrupt ends a cell that waits for it; all writing is below.
    new Socket({ fd: to, readable: false, writable: true }).unref();
    this.#held = new HeldText(1, (bytes, start, end) => writeToPipe(to, bytes, start, end));
  }

  /** From now on bursts of lines may be held; `onHeld` has another thread write them after a moment. */
  hold(onHeld: () => void): SharedText {
    this.#onHeld = onHeld;
    return this.#held.shared;
  }

  /** Writes what is held, and holds nothing any more: the process ends. */
  release(): void {
    this.#onHeld = undefined;
    this.writeHeld();
  }

  /** Writes what is held. */
  writeHeld(): void {
    this.#held.flush(wait);
  }

  /** Reads frames from now on; `onEnd` is called when the supervisor is gone. */
  listen(onFrame: (frame: Frame) => void, onEnd: () => void): void {
    const reader = new FrameReader();
    const socket = new Socket({ fd: this.#from, readable: true, writable: false });
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) onFrame(frame);
    });
    socket.on("end", onEnd);
    socket.on("error", onEnd);
  }

  /** Waiting for frames keeps the process alive. */
  ref(): void {
    this.#socket?.ref();
  }

  /** Frames are still read while something else keeps the process alive. */
  unref(): void {
    this.#socket?.unref();
  }

  /** Sends the frame together with the next one, which follows at once. */
  queue(kind: FrameKind, id: number, payload: Payload): void {
    this.writeHeld();
    this.#waiting.push(encodeFrame(kind, id, payload));
  }

  /** Blocks until the pipe has taken the frame. */
  send(kind: FrameKind, id: number, payload: Payload): void {
    this.queue(kind, id, payload);
    this.#flush();
  }

  /** {@link send} for the many short lines a cell prints: no buffer is made where the pipe takes the line at once. */
  sendText(kind: FrameKind, id: number, text: string): void {
    if (this.#waiting.length > 0 || text.length > longestLine) this.send(kind, id, text);
    else if (this.#onHeld !== undefined && this.#isBurst()) this.#hold(kind, id, text);
    else {
      this.writeHeld();
      this.#sendLine(kind, id, text);
    }
  }

  #sendLine(kind: FrameKind, id: number, text: string): void {
    const bytes = this.#line.write(text, headBytes);
    writeHead(this.#line, kind, id, bytes);
    const end = headBytes + bytes;
    const written = writeToPipe(this.#to, this.#line, 0, end);
    if (written === end) return;
    this.#waiting.push(Buffer.from(this.#line.subarray(written, end)));
    this.#flush();
  }

  #hold(kind: FrameKind, id: number, text: string): void {
    const isFirst = this.#held.isEmpty;
    if (!this.#held.add(kind, id, text)) {
      this.writeHeld();
      this.#held.add(kind, id, text);
    }
    if (isFirst) this.#onHeld?.();
  }

  #isBurst(): boolean {
    const now = performance.now();
    if (now - this.#windowStart > burst.milliseconds) {
      this.#windowStart = now;
      this.#linesInWindow = 0;
    }
    this.#linesInWindow += 1;
    return this.#linesInWindow > burst.lines;
  }

  /** An interrupt may end this loop anywhere between two writes; what waits is then written first the next time. */
  #flush(): void {
    if (this.#waiting.length > 1) this.#join();
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      const written = writeToPipe(this.#to, head, 0, head.length);
      if (written === head.length) this.#waiting.shift();
      else {
        this.#waiting[0] = head.subarray(written);
        if (written === 0) wait();
      }
    }
  }

  /** One system call for some small frames. */
  #join(): void {
    const bytes = this.#waiting.reduce((sum, { length }) => sum + length, 0);
    if (bytes <= longestLine) this.#waiting.splice(0, this.#waiting.length, Buffer.concat(this.#waiting));
  }
}
