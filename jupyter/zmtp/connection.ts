/** One peer's connection: greeting and READY are exchanged, then messages go both ways. What breaks the protocol is cut off. */
import type { Socket } from "node:net";
import { encodeCommand, encodeParts, encodeReady, greeting, ZmtpError } from "./frames.ts";
import type { Command, PeerProperties } from "./frames.ts";
import { PeerReader } from "./reader.ts";

export interface ConnectionOptions {
  /** What we are to the peer. */
  readonly socketType: "ROUTER" | "XPUB" | "REP";
  /** Socket types that may talk to it. */
  readonly peers: readonly string[];
  /** That a message of the peer may have. */
  readonly mostBytes: number;
}

export interface ConnectionListener {
  onReady(connection: Connection): void;
  onMessage(connection: Connection, parts: readonly Buffer[]): void;
  onCommand(connection: Connection, command: Command): void;
  onGone(connection: Connection): void;
}

/** A peer that has not said READY by then speaks something else. */
const handshakeMilliseconds = 10_000;
const lengthOfTtl = 2;

export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #reader: PeerReader;
  readonly #handshake: NodeJS.Timeout;
  #properties: PeerProperties | undefined;

  constructor(socket: Socket, options: ConnectionOptions, listener: ConnectionListener) {
    this.#socket = socket;
    this.#options = options;
    this.#listener = listener;
    this.#reader = new PeerReader(options.mostBytes);
    socket.setNoDelay(true);
    // A connection that fails closes, and its peer comes back by itself.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(this.#handshake);
      if (this.#properties !== undefined) listener.onGone(this);
    });
    socket.on("data", (chunk) => {
      this.#read(chunk);
    });
    this.#handshake = setTimeout(() => socket.destroy(), handshakeMilliseconds).unref();
    socket.write(greeting);
  }

  /** What the peer wants to be known by. */
  get identity(): Buffer | undefined {
    return this.#properties?.identity;
  }

  /** Bytes that the peer has not taken yet. */
  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  send(parts: readonly Uint8Array[]): void {
    this.write(encodeParts(parts));
  }

  /** Sends a message that was encoded once for several peers. */
  write(pieces: readonly Uint8Array[]): void {
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  /** Cuts it off once it has taken no byte for so long; 0 takes that back. */
  cutOffAfter(milliseconds: number, onCut: () => void = () => undefined): void {
    this.#socket.removeAllListeners("timeout");
    // Node looks at what the system still has to send: a peer that is slow is not one that is stuck.
    this.#socket.setTimeout(milliseconds);
    if (milliseconds > 0)
      this.#socket.once("timeout", () => {
        this.#socket.destroy();
        onCut();
      });
  }

  /** Settles when the peer has taken everything, or has gone. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once("close", () => {
        resolve();
      });
      if (this.#socket.destroyed) resolve();
      else this.#socket.end(() => this.#socket.destroy());
    });
  }

  #read(chunk: Buffer): void {
    try {
      for (const event of this.#reader.read(chunk)) {
        if (this.#socket.destroyed) return;
        if (event.type === "greeted") this.#socket.write(encodeReady(this.#options.socketType));
        else if (event.type === "ready") this.#ready(event.properties);
        else if (event.type === "command") this.#command(event.command);
        else this.#listener.onMessage(this, event.parts);
      }
    } catch (error) {
      if (!(error instanceof ZmtpError)) throw error;
      this.#socket.destroy();
    }
  }

  #ready(properties: PeerProperties): void {
    const { socketType } = properties;
    if (!this.#options.peers.includes(socketType))
      throw new ZmtpError(`A socket ${socketType} does not go with ${this.#options.socketType}.`);
    clearTimeout(this.#handshake);
    this.#properties = properties;
    this.#listener.onReady(this);
  }

  #command(command: Command): void {
    if (command.name === "PING")
      this.#socket.write(encodeCommand("PONG", command.data.subarray(lengthOfTtl)));
    else if (command.name === "ERROR") this.#socket.destroy();
    else this.#listener.onCommand(this, command);
  }
}
