/** The three kinds of ZeroMQ sockets a kernel listens with, on TCP or on a Unix socket that only this user can connect to. */
import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { dirname } from "node:path";
import { Connection } from "./connection.ts";
import type { ConnectionListener, ConnectionOptions } from "./connection.ts";
import { encodeParts } from "./frames.ts";

/** Where a socket listens. A port of 0 takes a free one. */
export type Address =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "ipc"; readonly path: string };

const mostMessageBytes = 512 * 1024 * 1024;
/** Subscriptions and heartbeats are short. */
const mostSmallBytes = 64 * 1024;
const mostSubscriptions = 1_000;

type Hearing = Pick<ConnectionListener, "onMessage"> & Partial<ConnectionListener>;

abstract class ListeningSocket {
  readonly connections = new Set<Connection>();
  readonly #options: ConnectionOptions;
  readonly #address: Address;
  #server: Server | undefined;

  protected constructor(address: Address, options: ConnectionOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** Gives the port it listens on; 0 for a Unix socket. Rejects where it cannot. */
  async listen(): Promise<number> {
    if (this.#address.kind === "ipc") await this.#clear(this.#address.path);
    const { onReady, onMessage, onCommand, onGone } = this.hears();
    const listener: ConnectionListener = {
      onReady: (connection) => {
        this.connections.add(connection);
        onReady?.(connection);
      },
      onMessage,
      onCommand: (connection, command) => onCommand?.(connection, command),
      onGone: (connection) => {
        this.connections.delete(connection);
        onGone?.(connection);
      },
    };
    const server = createServer((socket) => new Connection(socket, this.#options, listener));
    this.#server = server;
    await this.#listen(server);
    const bound = server.address();
    return typeof bound === "object" && bound !== null ? (bound satisfies AddressInfo).port : 0;
  }

  /** Settles when every peer has what was sent to it, and has gone. */
  async close(): Promise<void> {
    this.#server?.close();
    await Promise.all([...this.connections].map((connection) => connection.end()));
    if (this.#address.kind === "ipc") await rm(this.#address.path, { force: true });
  }

  /** What it does about its peers and what they say. */
  protected abstract hears(): Hearing;

  /** What a kernel that was killed has left would be in the way of the next. */
  async #clear(path: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
  }

  #listen(server: Server): Promise<void> {
    const address = this.#address;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      if (address.kind === "tcp") {
        server.listen(address.port, address.host, resolve);
        return;
      }
      // The socket's own permissions are what keeps others out where its folder does not.
      const mask = process.umask(0o077);
      server.listen(address.path, resolve);
      process.umask(mask);
    });
  }
}

/** Hears messages and answers whoever sent them. */
export class RouterSocket extends ListeningSocket {
  readonly #onMessage: (from: Connection, parts: readonly Buffer[]) => void;

  constructor(address: Address, onMessage: (from: Connection, parts: readonly Buffer[]) => void) {
    super(address, { socketType: "ROUTER", peers: ["DEALER", "REQ", "ROUTER"], mostBytes: mostMessageBytes });
    this.#onMessage = onMessage;
  }

  /** The peer of this identity that came last. */
  withIdentity(identity: Buffer): Connection | undefined {
    return [...this.connections].findLast((connection) => connection.identity?.equals(identity) === true);
  }

  protected override hears(): Hearing {
    return { onMessage: this.#onMessage };
  }
}

/** Tells every peer what it has subscribed to, by how the first part of a message begins. */
export class PublisherSocket extends ListeningSocket {
  readonly #onSubscribe: (topic: Buffer, connection: Connection) => void;
  readonly #subscriptions = new Map<Connection, Map<string, number>>();

  constructor(address: Address, onSubscribe: (topic: Buffer, connection: Connection) => void) {
    super(address, { socketType: "XPUB", peers: ["SUB", "XSUB"], mostBytes: mostSmallBytes });
    this.#onSubscribe = onSubscribe;
  }

  publish(parts: readonly Uint8Array[]): void {
    const topic = Buffer.from(parts[0] ?? []).toString("latin1");
    const pieces = encodeParts(parts);
    for (const [connection, topics] of this.#subscriptions)
      if ([...topics.keys()].some((start) => topic.startsWith(start))) connection.write(pieces);
  }

  protected override hears(): Hearing {
    return {
      onReady: (connection) => {
        this.#subscriptions.set(connection, new Map());
      },
      onGone: (connection) => {
        this.#subscriptions.delete(connection);
      },
      // Peers of ZMTP 3.0 subscribe by a message of one part, those of 3.1 by a command.
      onMessage: (connection, [body]) => {
        if (body?.[0] === 1) this.#subscribe(connection, body.subarray(1));
        else if (body?.[0] === 0) this.#cancel(connection, body.subarray(1));
      },
      onCommand: (connection, { name, data }) => {
        if (name === "SUBSCRIBE") this.#subscribe(connection, data);
        else if (name === "CANCEL") this.#cancel(connection, data);
      },
    };
  }

  #subscribe(connection: Connection, topic: Buffer): void {
    const topics = this.#subscriptions.get(connection);
    if (topics === undefined || topics.size >= mostSubscriptions) return;
    const key = topic.toString("latin1");
    topics.set(key, (topics.get(key) ?? 0) + 1);
    this.#onSubscribe(topic, connection);
  }

  #cancel(connection: Connection, topic: Buffer): void {
    const topics = this.#subscriptions.get(connection);
    const key = topic.toString("latin1");
    const count = (topics?.get(key) ?? 0) - 1;
    if (count > 0) topics?.set(key, count);
    else topics?.delete(key);
  }
}

/** Sends back what it hears: the heartbeat. */
export class EchoSocket extends ListeningSocket {
  constructor(address: Address) {
    super(address, { socketType: "REP", peers: ["REQ", "DEALER"], mostBytes: mostSmallBytes });
  }

  protected override hears(): Hearing {
    return {
      onMessage: (connection, parts) => {
        connection.send(parts);
      },
    };
  }
}
