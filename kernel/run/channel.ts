/**
 * The runtime's ends of the two pipes between it and the supervisor. Writing is synchronous, so that nothing is lost when user code calls
 * `process.exit`, blocks or crashes the next moment; only a burst of lines is held for the two milliseconds of {@link HeldText}.
 */
import { Socket } from "node:net";
import { encodePacket, headBytes, PacketReader, writeHead } from "../wire/packet.ts";
import type { Packet, PacketKind } from "../wire/packet.ts";
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

/** What this end says. */
export type FromRuntime<Sent> = PacketKind<"runtime", Sent>;

export class Channel {
  readonly #from: number;
  readonly #to: number;
  /** Bytes promised but not yet written; more than one packet only when termination cut a write short. */
  readonly #waiting: Buffer[] = [];
  #socket: Socket | undefined;
  readonly #line = Buffer.allocUnsafe(headBytes + 3 * longestLine);
  readonly #held: HeldText;
  #onHeld: (() => void) | undefined;
  #isWriting = false;
  #windowStart = 0;
  #linesInWindow = 0;

  /** Packets come by the one descriptor and go by the other. */
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

  /** Whether bytes are on their way that nobody has noted yet: code that is terminated meanwhile would have them written again. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Writes what is held. */
  writeHeld(): void {
    if (this.#held.isEmpty) return;
    this.#isWriting = true;
    this.#held.flush(this.#pause);
    this.#isWriting = false;
  }

  /** Reads packets from now on; `onEnd` is called when the supervisor is gone. */
  listen(onPacket: (packet: Packet) => void, onEnd: () => void): void {
    const reader = new PacketReader();
    const socket = new Socket({ fd: this.#from, readable: true, writable: false });
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      for (const packet of reader.push(chunk)) onPacket(packet);
    });
    socket.on("end", onEnd);
    socket.on("error", onEnd);
  }

  /** Waiting for packets keeps the process alive. */
  ref(): void {
    this.#socket?.ref();
  }

  /** Packets are still read while something else keeps the process alive. */
  unref(): void {
    this.#socket?.unref();
  }

  /** Sends the packet together with the next one, which follows at once. */
  queue<Sent>(kind: FromRuntime<Sent>, id: number, value: NoInfer<Sent>): void {
    this.writeHeld();
    this.#waiting.push(encodePacket(kind, id, value));
  }

  /** Blocks until the pipe has taken the packet. */
  send<Sent>(kind: FromRuntime<Sent>, id: number, value: NoInfer<Sent>): void {
    this.queue(kind, id, value);
    this.#flush();
  }

  /** {@link send} for the many short lines a cell prints: no buffer is made where the pipe takes the line at once. */
  sendText(kind: FromRuntime<string>, id: number, text: string): void {
    if (this.#waiting.length > 0 || text.length > longestLine) this.send(kind, id, text);
    else if (this.#onHeld !== undefined && this.#isBurst()) this.#hold(kind.number, id, text);
    else {
      this.writeHeld();
      this.#sendLine(kind.number, id, text);
    }
  }

  #sendLine(kind: number, id: number, text: string): void {
    const bytes = this.#line.write(text, headBytes);
    writeHead(this.#line, kind, id, bytes);
    const end = headBytes + bytes;
    this.#isWriting = true;
    const written = writeToPipe(this.#to, this.#line, 0, end);
    if (written < end) this.#waiting.push(Buffer.from(this.#line.subarray(written, end)));
    this.#isWriting = false;
    if (written < end) this.#flush();
  }

  /** Between two writes everything is noted. */
  readonly #pause = (): void => {
    this.#isWriting = false;
    wait();
    this.#isWriting = true;
  };

  #hold(kind: number, id: number, text: string): void {
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
      this.#isWriting = true;
      const written = writeToPipe(this.#to, head, 0, head.length);
      if (written === head.length) this.#waiting.shift();
      else this.#waiting[0] = head.subarray(written);
      this.#isWriting = false;
      if (written === 0) wait();
    }
  }

  /** One system call for some small packets. */
  #join(): void {
    const bytes = this.#waiting.reduce((sum, { length }) => sum + length, 0);
    if (bytes <= longestLine) this.#waiting.splice(0, this.#waiting.length, Buffer.concat(this.#waiting));
  }
}
