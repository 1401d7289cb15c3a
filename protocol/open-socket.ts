import { WebSocket } from "ws";
import { subprotocol } from "./codec.ts";
import { ProtocolError } from "./message.ts";

export interface OpenOptions {
  readonly url: string;
  readonly token: string;
  readonly session: string;
  readonly since?: number;
  readonly signal?: AbortSignal;
}

const handshakeMilliseconds = 10_000;
const maxMessageBytes = 512 * 1024 * 1024;

/** Opens the WebSocket of a kernel. Rejects with a {@link ProtocolError}: "refused", "unreachable" or "cancelled". */
export function openSocket({ url, token, session, since, signal }: OpenOptions): Promise<WebSocket> {
  const address = new URL(url);
  address.searchParams.set("session_id", session);
  if (since !== undefined) address.searchParams.set("since", String(since));
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, subprotocol, {
      headers: { authorization: `token ${token}` },
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
      handshakeTimeout: handshakeMilliseconds,
    });
    const cancel = (): void => {
      reject(new ProtocolError("cancelled", "Connecting to the kernel was cancelled."));
      socket.terminate();
    };
    signal?.addEventListener("abort", cancel, { once: true });
    socket.once("unexpected-response", (_request, response) => {
      reject(
        new ProtocolError(
          "refused",
          `The kernel refused the connection with status ${String(response.statusCode)}. Its token or id is another one; look at "pipenb kernel list".`,
        ),
      );
      socket.terminate();
    });
    socket.once("error", (cause) => {
      reject(
        new ProtocolError("unreachable", `No kernel answers at ${address.host}: ${cause.message}.`, {
          cause,
        }),
      );
    });
    socket.once("open", () => {
      signal?.removeEventListener("abort", cancel);
      // What the kernel replays at once must find its reader.
      socket.pause();
      resolve(socket);
    });
  });
}
