/** One client's WebSocket: parses what comes, sends what is published, and tells when the client falls behind. */
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import { decodeMessage } from "../../protocol/codec.ts";
import type { Message } from "../../protocol/message.ts";
import type { Listener } from "../session/outbox.ts";

/** A client that has so much left to read slows the cells down instead of filling the memory. */
const mostWaitingBytes = 32 * 1024 * 1024;

export interface ConnectionListener {
  onMessage(message: Message): void;
  /** The bytes were no message. */
  onBadMessage(reason: string): void;
  onClose(): void;
}

export class Connection implements Listener {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #corked = false;

  /** @param stream what the WebSocket writes to */
  constructor(socket: WebSocket, stream: Duplex, listener: ConnectionListener) {
    this.#socket = socket;
    this.#stream = stream;
    socket.on("message", (data: RawData) => {
      let message: Message;
      try {
        message = decodeMessage(bytesOf(data));
      } catch (error) {
        listener.onBadMessage(error instanceof Error ? error.message : String(error));
        return;
      }
      listener.onMessage(message);
    });
    socket.on("close", () => {
      listener.onClose();
    });
    // A socket that fails closes; nothing more is to be done about it.
    socket.on("error", () => {
      socket.terminate();
    });
  }

  get behind(): boolean {
    return this.#socket.bufferedAmount > mostWaitingBytes;
  }

  /** A cell's few messages leave together: one system call instead of one for each. */
  send(frame: Uint8Array): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#stream.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#stream.uncork();
      });
    }
    this.#socket.send(frame);
  }

  close(reason: string): void {
    this.#socket.close(1001, reason);
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
