/** A small WebSocket server that speaks the kernel's protocol as a test tells it to: for what no sound kernel does. */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { decodeMessage, encodeMessage, subprotocol } from "../../protocol/codec.ts";
import { newHeader } from "../../protocol/message.ts";
import type { Channel, Message } from "../../protocol/message.ts";

/** One client's connection, seen from the kernel. */
export interface FakeConnection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Waits for the client's next message of a type; each is given once. */
  next(type: string): Promise<Message>;
  /** Sends a message with the next number. */
  send(type: string, content: object, parent?: Message, channel?: Channel): void;
  /** `execute_reply` and "idle". */
  finish(parent: Message): void;
}

/** The server; `connections` come one by one. */
export interface FakeKernel {
  readonly url: string;
  /** Waits for the next client. */
  accept(): Promise<FakeConnection>;
  stop(): Promise<void>;
}

/** What a client shows to be let in. */
export const fakeToken = "token-of-the-fake-kernel";

/** Starts one that refuses every token but {@link fakeToken}. `firstSequence` is the number of its first message. */
export async function startFakeKernel(firstSequence = 1): Promise<FakeKernel> {
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
    verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.authorization === `token ${fakeToken}`,
  });
  await once(server, "listening");
  const waiting: FakeConnection[] = [];
  let wake: (() => void) | undefined;
  server.on("connection", (socket, request) => {
    waiting.push(connectionOf(socket, request, firstSequence));
    wake?.();
  });
  // SAFETY: it listens on a TCP port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/api/kernels/fake/channels`,
    accept: async () => {
      for (;;) {
        const connection = waiting.shift();
        if (connection !== undefined) return connection;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    stop: async () => {
      for (const client of server.clients) client.terminate();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

function connectionOf(socket: WebSocket, request: IncomingMessage, firstSequence: number): FakeConnection {
  const received: Message[] = [];
  const taken = new Set<Message>();
  let seq = firstSequence - 1;
  const arrivals = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    received.push(decodeMessage(data));
    for (const arrival of arrivals) arrival();
  });
  const send: FakeConnection["send"] = (type, content, parent, channel = "iopub") => {
    seq += 1;
    const metadata = { pipenb: { seq } };
    const header = newHeader(type, "kernel");
    socket.send(
      encodeMessage({ channel, header, parentHeader: parent?.header, metadata, content, buffers: [] }),
    );
  };
  return {
    socket,
    request,
    send,
    finish: (parent) => {
      send("execute_reply", { status: "ok", execution_count: 1 }, parent, "shell");
      send("status", { execution_state: "idle" }, parent);
    },
    next: async (type) => {
      for (;;) {
        const message = received.find((one) => one.header.msg_type === type && !taken.has(one));
        if (message !== undefined) {
          taken.add(message);
          return message;
        }
        await new Promise<void>((resolve) => {
          const arrival = (): void => {
            arrivals.delete(arrival);
            resolve();
          };
          arrivals.add(arrival);
        });
      }
    },
  };
}
