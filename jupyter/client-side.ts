/** The side of the clients: the five sockets, signatures, and which reply goes to whom. */
import type { RawFrame } from "../protocol/codec.ts";
import { MessageHeaderSchema, newHeader } from "../protocol/message.ts";
import type { Channel, MessageHeader } from "../protocol/message.ts";
import { parsedObject } from "./parsed-object.ts";
import { socketNames } from "./connection-file.ts";
import type { ConnectionInfo, SocketName } from "./connection-file.ts";
import { Signer } from "./signed-message.ts";
import type { Connection } from "./zmtp/connection.ts";
import { EchoSocket, PublisherSocket, RouterSocket } from "./zmtp/sockets.ts";
import type { Address } from "./zmtp/sockets.ts";

/** Channels on which clients ask. */
export type AskingChannel = Exclude<Channel, "iopub">;

export interface ClientSideOptions {
  readonly connection: ConnectionInfo;
  /** What messages of ours say they come from. */
  readonly session: string;
  readonly onMessage: (frame: RawFrame) => void;
  /** A client was cut off, in a sentence. */
  readonly onCut: (why: string) => void;
}

/** Who asked, until that is answered. */
interface Asker {
  readonly connection: Connection;
  readonly route: readonly Uint8Array[];
}

/** They have no replies. */
const withoutReply: ReadonlySet<string> = new Set(["comm_open", "comm_msg", "comm_close", "input_reply"]);
/** Requests that nobody has answered; more than that are those of clients that went mad. */
const mostAskers = 100_000;
/** A client that has so much left to read slows the cells down. */
const mostWaitingBytes = 32 * 1024 * 1024;
/** And lets them go on when it has so much left. */
const fewWaitingBytes = 8 * 1024 * 1024;
/** Cut off when it has not taken a single byte of that meanwhile; Node looks twice, so that it may take up to double. */
const stuckMilliseconds = 10_000;

export class ClientSide {
  readonly #options: ClientSideOptions;
  readonly #signer: Signer;
  readonly #routers: Readonly<Record<AskingChannel, RouterSocket>>;
  readonly #iopub: PublisherSocket;
  readonly #heartbeat: EchoSocket;
  readonly #askers = new Map<string, Asker>();
  readonly #behind = new Set<Connection>();
  #refused = 0;

  constructor(options: ClientSideOptions) {
    this.#options = options;
    const { connection } = options;
    this.#signer = new Signer(connection.signature_scheme, connection.key);
    const router = (channel: AskingChannel): RouterSocket =>
      new RouterSocket(addressOf(connection, channel), (from, parts) => {
        this.#receive(channel, from, parts);
      });
    this.#routers = { shell: router("shell"), control: router("control"), stdin: router("stdin") };
    this.#iopub = new PublisherSocket(addressOf(connection, "iopub"), (topic, to) => {
      this.#welcome(topic, to);
    });
    this.#heartbeat = new EchoSocket(addressOf(connection, "hb"));
  }

  /** Messages that were no messages, or not signed with the key. */
  get refused(): number {
    return this.#refused;
  }

  /** Listens on all five; gives the ports. */
  async listen(): Promise<Readonly<Record<SocketName, number>>> {
    const sockets = { ...this.#routers, iopub: this.#iopub, hb: this.#heartbeat };
    const { connection } = this.#options;
    const ports = await Promise.all(
      socketNames.map(async (name) => {
        const port = await sockets[name].listen();
        return [name, connection.transport === "ipc" ? connection[`${name}_port`] : port] as const;
      }),
    );
    // SAFETY: one entry for each name.
    return Object.fromEntries(ports) as Record<SocketName, number>;
  }

  /** Sends a message of the kernel to whom it is for. A reply to a client that has gone goes nowhere. */
  send(frame: RawFrame): void {
    if (frame.channel === "iopub") {
      this.#iopub.publish(
        this.#parts([Buffer.from(`kernel.${this.#options.session}.${frame.header.msg_type}`)], frame),
      );
      return;
    }
    const id = frame.parentHeader?.msg_id ?? "";
    const asker = this.#askers.get(id);
    if (asker === undefined) return;
    if (frame.channel !== "stdin") this.#askers.delete(id);
    const to = frame.channel === "stdin" ? this.#whoToAsk(asker) : asker.connection;
    to?.send(this.#parts(asker.route, frame));
  }

  /** Whether some client has so much left to read that the kernel is to wait. */
  isClientBehind(): boolean {
    for (const connection of this.#everybody()) {
      const { waitingBytes } = connection;
      if (waitingBytes > mostWaitingBytes && !this.#behind.has(connection)) {
        this.#behind.add(connection);
        connection.cutOffAfter(stuckMilliseconds, () => {
          this.#options.onCut(
            `A client was cut off: with ${Math.round(waitingBytes / 2 ** 20)} MB to read it has read nothing for ${stuckMilliseconds / 1000} seconds.`,
          );
        });
      } else if (waitingBytes < fewWaitingBytes && this.#behind.delete(connection)) {
        connection.cutOffAfter(0);
      }
    }
    const here = new Set(this.#everybody());
    for (const connection of this.#behind) if (!here.has(connection)) this.#behind.delete(connection);
    return this.#behind.size > 0;
  }

  /** Settles when every client has what was sent to it. */
  async close(): Promise<void> {
    await Promise.all([
      ...Object.values(this.#routers).map((socket) => socket.close()),
      this.#iopub.close(),
      this.#heartbeat.close(),
    ]);
  }

  *#everybody(): Iterable<Connection> {
    yield* this.#iopub.connections;
    for (const { connections } of Object.values(this.#routers)) yield* connections;
  }

  /** A question goes to the client whose cell asks: one client has one identity on all its sockets. */
  #whoToAsk({ connection: { identity } }: Asker): Connection | undefined {
    const { stdin } = this.#routers;
    const own = identity === undefined ? undefined : stdin.withIdentity(identity);
    // One that chose no identity can only be meant where there is no other.
    return own ?? (stdin.connections.size === 1 ? [...stdin.connections][0] : undefined);
  }

  #receive(channel: AskingChannel, from: Connection, parts: readonly Buffer[]): void {
    const message = this.#signer.read(parts);
    const header = MessageHeaderSchema.safeParse(message && parsedObject(message.header)).data;
    const metadata = message && parsedObject(message.metadata);
    if (message === undefined || header === undefined || metadata === undefined) {
      // Without an answer: who does not know the key is told nothing.
      this.#refused += 1;
      return;
    }
    if (!withoutReply.has(header.msg_type))
      this.#remember(header.msg_id, { connection: from, route: message.route });
    this.#options.onMessage({
      channel,
      header,
      parentHeader: MessageHeaderSchema.safeParse(parsedObject(message.parentHeader)).data,
      metadata,
      content: message.content,
      buffers: message.buffers,
    });
  }

  #remember(id: string, asker: Asker): void {
    this.#askers.set(id, asker);
    for (const oldest of this.#askers.keys()) {
      if (this.#askers.size <= mostAskers) break;
      this.#askers.delete(oldest);
    }
  }

  #parts(route: readonly Uint8Array[], frame: RawFrame): readonly Uint8Array[] {
    return this.#signer.write({
      route,
      header: json(frame.header),
      parentHeader: json(frame.parentHeader ?? {}),
      metadata: json(frame.metadata),
      content: frame.content,
      buffers: frame.buffers,
    });
  }

  /** What is published from now on reaches this client, which could not know that otherwise. */
  #welcome(topic: Buffer, to: Connection): void {
    const header: MessageHeader = newHeader("iopub_welcome", this.#options.session);
    const content = json({ subscription: topic.toString() });
    const frame: RawFrame = {
      channel: "iopub",
      header,
      parentHeader: undefined,
      metadata: {},
      content,
      buffers: [],
    };
    to.send(this.#parts([Buffer.from("iopub_welcome")], frame));
  }
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

function addressOf(connection: ConnectionInfo, name: SocketName): Address {
  const port = connection[`${name}_port`];
  return connection.transport === "ipc"
    ? { kind: "ipc", path: `${connection.ip}-${port}` }
    : { kind: "tcp", host: connection.ip, port };
}
