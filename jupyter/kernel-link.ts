/** The side of the kernel: its WebSocket, which comes back where it was when it breaks, so that no message is missed. */
import { setTimeout as sleep } from "node:timers/promises";
import { decodeFrame, encodeFrame } from "../protocol/codec.ts";
import type { RawFrame } from "../protocol/codec.ts";
import { deferred } from "../protocol/deferred.ts";
import { openSocket } from "../protocol/open-socket.ts";
import type { OpenOptions } from "../protocol/open-socket.ts";
import { sequenceOf } from "../protocol/sequence.ts";

type KernelSocket = Awaited<ReturnType<typeof openSocket>>;

export interface KernelLinkOptions extends Omit<OpenOptions, "wholeContents" | "since"> {
  readonly onFrame: (frame: RawFrame) => void;
}

/** Waited before connecting again, in milliseconds. */
const attempts = [0, 100, 500, 1_000, 2_000];

export class KernelLink {
  /** Settles with the reason when the kernel can be reached no more. */
  readonly ended: Promise<string>;
  readonly #options: KernelLinkOptions;
  readonly #end = deferred<string>();
  #socket: KernelSocket | undefined;
  /** What is to be sent once it is connected again. */
  #waiting: RawFrame[] = [];
  #last: number | undefined;
  #paused = false;
  #closed = false;

  private constructor(options: KernelLinkOptions) {
    this.#options = options;
    this.ended = this.#end.promise;
  }

  /** Rejects with a `ProtocolError`. */
  static async connect(options: KernelLinkOptions): Promise<KernelLink> {
    const link = new KernelLink(options);
    await link.#connect();
    return link;
  }

  send(frame: RawFrame): void {
    if (this.#socket === undefined) this.#waiting.push(frame);
    else this.#socket.send(encodeFrame(frame));
  }

  /** Takes no more messages for now: the kernel waits when its own buffers are full. */
  pause(): void {
    this.#paused = true;
    this.#socket?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#socket?.resume();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close(1000, "the bridge to Jupyter's clients ends");
    this.#end.resolve("it was closed");
  }

  async #connect(): Promise<void> {
    const since = this.#last === undefined ? {} : { since: this.#last };
    const socket = await openSocket({ ...this.#options, ...since, wholeContents: true });
    this.#socket = socket;
    socket.on("message", (data: Buffer) => {
      const frame = decodeFrame(data);
      this.#last = sequenceOf({ ...frame, content: undefined }) ?? this.#last;
      this.#options.onFrame(frame);
    });
    socket.on("close", () => {
      this.#socket = undefined;
      if (!this.#closed) void this.#connectAgain();
    });
    for (const frame of this.#waiting.splice(0)) this.send(frame);
    if (!this.#paused) socket.resume();
  }

  async #connectAgain(): Promise<void> {
    let why = "";
    for (const wait of attempts) {
      await sleep(wait);
      if (this.#closed) return;
      try {
        await this.#connect();
        return;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
    this.#end.resolve(why);
  }
}
