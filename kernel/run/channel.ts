/**
 * The runtime's ends of the two pipes between it and the supervisor. Writing is synchronous, so that nothing is lost when user code calls
 * `process.exit`, blocks or crashes the next moment.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encodeFrame, FrameReader, headBytes, writeHead } from "../wire/frame.ts";
import type { Frame, FrameKind } from "../wire/frame.ts";

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const waitMilliseconds = 0.2;
/** In UTF-16 units. */
const longestLine = 16 * 1024;

export class Channel {
  readonly #from: number;
  readonly #to: number;
  /** Bytes promised but not yet written; more than one frame only when termination cut a write short. */
  readonly #waiting: Buffer[] = [];
  #socket: Socket | undefined;
  readonly #line = Buffer.allocUnsafe(headBytes + 3 * longestLine);

  /** Frames come by the one descriptor and go by the other. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
    // Makes it one that does not block, so that an interrupt ends a cell that waits for it; all writing is below.
    new Socket({ fd: to, readable: false, writable: true }).unref();
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

  /** Blocks until the pipe has taken the frame. */
  send(kind: FrameKind, id: number, payload: Uint8Array | string): void {
    this.#waiting.push(encodeFrame(kind, id, payload));
    this.#flush();
  }

  /** {@link send} for the many short lines a cell prints: no buffer is made where the pipe takes the line at once. */
  sendText(kind: FrameKind, id: number, text: string): void {
    if (this.#waiting.length > 0 || text.length > longestLine) {
      this.send(kind, id, text);
      return;
    }
    const bytes = this.#line.write(text, headBytes);
    writeHead(this.#line, kind, id, bytes);
    const end = headBytes + bytes;
    const written = this.#write(this.#line, end);
    if (written === end) return;
    this.#waiting.push(Buffer.from(this.#line.subarray(written, end)));
    this.#flush();
  }

  /** An interrupt may end this loop anywhere between two writes; what waits is then written first the next time. */
  #flush(): void {
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      const written = this.#write(head, head.length);
      if (written === head.length) this.#waiting.shift();
      else this.#waiting[0] = head.subarray(written);
    }
  }

  /** Gives the number of bytes that the pipe took; waits a moment where it took none. */
  #write(bytes: Buffer, end: number): number {
    try {
      return writeSync(this.#to, bytes, 0, end);
    } catch (error) {
      // SAFETY: fs reports every failure as an errno exception.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(sleeper, 0, 0, waitMilliseconds);
      return 0;
    }
  }
}
