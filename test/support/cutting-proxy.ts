/** A way to a server on which answers are lost: what a bad network is, without its chance. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** How many connections there were. */
  connections(): number;
  stop(): void;
}

/** Cuts each connection when so many bytes of answers have come over it, unless the function says otherwise of what was asked. */
export async function startCuttingProxy(
  target: string,
  bytesOf: (request: string) => number,
): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(Number(new URL(target).port), "127.0.0.1");
    let left = Number.POSITIVE_INFINITY;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined); // either side may go away
    }
    client.on("data", (bytes) => {
      if (/^(GET|HEAD|PUT|POST|DELETE) \//.test(bytes.toString("latin1")))
        left = bytesOf(bytes.toString("latin1"));
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      const passed = bytes.subarray(0, Math.max(0, left));
      left -= bytes.byteLength;
      if (left > 0) client.write(passed);
      else client.end(passed, () => client.destroy());
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () => connections,
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
