import { WebSocket } from "ws";
import { subprotocol } from "./codec.ts";
import { ProtocolError } from "./message.ts";
import { textsApart } from "./texts-apart.ts";

export interface OpenOptions {
  readonly url: string;
  readonly token: string;
  readonly session: string;
  readonly since?: number;
  /** Long texts stand in the content, for whoever passes messages on to clients that do not put them back. */
  readonly wholeContents?: boolean;
  readonly signal?: AbortSignal;
}

const handshakeMilliseconds = 10_000;
const maxMessageBytes = 512 * 1024 * 1024;

/** Opens the WebSocket of a kernel. Rejects with a {@link ProtocolError}: "refused", "unreachable" or "cancelled". */
export function openSocket(options: OpenOptions): Promise<WebSocket> {
  const { signal } = options;
  const address = addressOf(options);
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled());
      return;
    }
    const socket = new WebSocket(address, subprotocol, {
      headers: { authorization: `token ${options.token}` },
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
      handshakeTimeout: handshakeMilliseconds,
    });
    const fail = (error: ProtocolError): void => {
      signal?.removeEventListener("abort", cancel);
      reject(error);
      socket.terminate();
    };
    const cancel = (): void => {
      fail(cancelled());
    };
    signal?.addEventListener("abort", cancel, { once: true });
    socket.once("unexpected-response", (_request, response) => {
      fail(refused(response.statusCode));
    });
    // Stays for the whole life of the socket: ending it while it connects is an error event of its own.
    socket.on("error", (cause) => {
      fail(unreachable(address.host, cause));
    });
    socket.once("open", () => {
      signal?.removeEventListener("abort", cancel);
      // What the kernel replays at once must find its reader.
      socket.pause();
      resolve(socket);
    });
  });
}

function addressOf({ url, session, since, wholeContents = false }: OpenOptions): URL {
  const address = new URL(url);
  address.searchParams.set("session_id", session);
  if (!wholeContents) address.searchParams.set(textsApart.parameter, textsApart.value);
  if (since !== undefined) address.searchParams.set("since", String(since));
  return address;
}

const cancelled = (): ProtocolError =>
  new ProtocolError("cancelled", "Connecting to the kernel was cancelled.");

const refused = (status: number | undefined): ProtocolError =>
  new ProtocolError(
    "refused",
    `The kernel refused the connection with status ${String(status)}. Its token or id is another one; look at "pipenb kernel list".`,
  );

const unreachable = (host: string, cause: Error): ProtocolError =>
  new ProtocolError(
    "unreachable",
    `No kernel answers at ${host}: ${cause.message}. Look at "pipenb kernel list", or start one.`,
    { cause },
  );
