/** HTTP and WebSocket of the kernel: token first, then REST or the channels of the one kernel. */
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { timingSafeEqual } from "node:crypto";
import { WebSocketServer } from "ws";
import { subprotocol, decodeMessage } from "../../protocol/codec.ts";
import { textsApart } from "../../protocol/texts-apart.ts";
import type { Lease } from "../session/lease.ts";
import { complain } from "./requests.ts";
import type { Requests } from "./requests.ts";
import { answerRest } from "./rest.ts";
import type { RestOptions } from "./rest.ts";
import type { RawData, WebSocket } from "ws";
import type { Message } from "../../protocol/message.ts";
import type { Listener } from "../session/outbox.ts";

export interface ServerOptions extends RestOptions {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly lease: Lease;
  readonly requests: Requests;
}

const maxMessageBytes = 512 * 1024 * 1024;
/** How often a client that has fallen behind is looked at again. */
const behindMilliseconds = 5;

export class KernelServer {
  readonly #options: ServerOptions;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  readonly #connections = new Set<Connection>();
  #paused = false;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#http = createServer((request, response) => {
      const url = urlOf(request);
      const refuse = (status: number, message: string): void => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
      };
      if (url === null) refuse(400, "The request's URL is none.");
      else if (!isAuthorised(request, url, options.token)) refuse(403, "The token is missing or wrong.");
      else answerRest(request, response, url.pathname, options);
    });
    this.#http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** Gives the port it listens on. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen(this.#options.port, this.#options.host, () => {
        // SAFETY: it listens on a TCP port.
        resolve((this.#http.address() as AddressInfo).port);
      });
    });
  }

  /** Settles when every client has read all that was sent to it, and has gone. */
  close(reason: string): Promise<void> {
    for (const connection of this.#connections) connection.close(reason);
    return new Promise((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // HTTP lets go of it here: a client that is gone must not end the kernel.
    socket.on("error", () => {
      socket.destroy();
    });
    const refuse = (refusal: string): void => {
      // A client that keeps its own end open would hold a refused connection, and with it the kernel's end.
      socket.once("finish", () => {
        socket.destroy();
      });
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\n\r\n`);
    };
    const url = urlOf(request);
    if (url === null) {
      refuse("400 Bad Request");
      return;
    }
    const { id, session, lease, token } = this.#options;
    const kernel = `/api/kernels/${id}`;
    const debugs = url.pathname === `${kernel}/inspector`;
    const ticket = url.searchParams.get("ticket") ?? "";
    const mayDebug = debugs && session.debugger.admits(ticket);
    const refusal =
      !mayDebug && !isAuthorised(request, url, token)
        ? "403 Forbidden"
        : debugs || url.pathname === `${kernel}/channels`
          ? undefined
          : "404 Not Found";
    if (refusal !== undefined) {
      refuse(refusal);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (debugs) {
        webSocket.once("close", lease.hold());
        session.debugger.attach(webSocket, ticket);
        return;
      }
      this.#connect(
        new URLSearchParams(url.search),
        (listener) => new Connection(webSocket, socket, listener),
      );
    });
  }

  #connect(query: URLSearchParams, open: (listener: ConnectionListener) => Connection): void {
    const { lease, outbox, requests, session } = this.#options;
    const release = lease.hold();
    const joined = outbox.last;
    const connection = open({
      onMessage: (message) => {
        requests.handle(message, joined, connection);
      },
      onBadMessage: (reason) => {
        complain(session, reason);
      },
      onClose: () => {
        this.#connections.delete(connection);
        unsubscribe();
        session.comms.forget(connection);
        release();
      },
    });
    this.#connections.add(connection);
    const since = Number(query.get("since") ?? Number.NaN);
    const unsubscribe = outbox.subscribe(
      {
        textsApart: query.get(textsApart.parameter) === textsApart.value,
        send: (frame, mayWait) => {
          connection.send(frame, mayWait);
          if (connection.behind) this.#waitFor();
        },
      },
      Number.isInteger(since) ? since : undefined,
    );
  }

  /** The runtime's output is not read until every client has caught up. */
  #waitFor(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#options.session.pause();
    const look = setInterval(() => {
      if ([...this.#connections].some(({ behind }) => behind)) return;
      clearInterval(look);
      this.#paused = false;
      this.#options.session.resume();
    }, behindMilliseconds);
  }
}

/** A client that has so much left to read slows the cells down instead of filling the memory. */
const mostWaitingBytes = 32 * 1024 * 1024;

const longestWaitMilliseconds = 1;

interface ConnectionListener {
  onMessage(message: Message): void;
  /** The bytes were no message. */
  onBadMessage(reason: string): void;
  onClose(): void;
}

/** One client's WebSocket: parses what comes, sends what is published, and tells when the client falls behind. */
class Connection implements Listener {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  /** When what is held goes. */
  #leaving: "at-once" | NodeJS.Timeout | undefined;

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

  /**
   * A cell's few messages leave together: a system call wakes the client, which takes more time than a short cell. What may wait goes
   * alone only where nothing follows.
   */
  send(frame: Uint8Array, mayWait = false): void {
    if (this.#leaving === undefined) this.#stream.cork();
    if (mayWait) this.#leaving ??= setTimeout(this.#leave, longestWaitMilliseconds);
    else if (this.#leaving !== "at-once") {
      clearTimeout(this.#leaving);
      this.#leaving = "at-once";
      setImmediate(this.#leave);
    }
    this.#socket.send(frame);
  }

  readonly #leave = (): void => {
    this.#leaving = undefined;
    this.#stream.uncork();
  };

  close(reason: string): void {
    this.#socket.close(1001, reason);
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** `null` of a path that is none, such as `//`. */
const urlOf = ({ url }: IncomingMessage): URL | null => URL.parse(url ?? "/", "http://kernel");

/** Whether a request shows the token, in the header `Authorization: token T` (or `Bearer T`) or as `?token=T`. */
function isAuthorised(request: IncomingMessage, url: URL, token: string): boolean {
  const header = /^(?:token|bearer)\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  return sameText(header ?? url.searchParams.get("token") ?? "", token);
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
