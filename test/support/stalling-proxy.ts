/** A way to a registry on which uploads get stuck: what a slow network is, without its chance. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface StallingProxy {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  /** Resolves when an upload is stuck. */
  readonly stuck: Promise<undefined>;
  /** Resolves when whoever uploads has given up. */
  readonly left: Promise<undefined>;
  stop(): void;
}

/** Passes everything on, but nothing of what follows `PATCH`, the beginning of a layer's upload. */
export async function startStallingProxy(registry: string): Promise<StallingProxy> {
  const stuck = Promise.withResolvers<undefined>();
  const left = Promise.withResolvers<undefined>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(registry.split(":")[1]), "127.0.0.1");
    let isStuck = false;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => undefined); // either side may go away
    }
    upstream.pipe(client);
    upstream.on("close", () => client.destroy());
    client.on("data", (bytes) => {
      if (/^PATCH /m.test(bytes.toString("latin1"))) isStuck = true;
      if (isStuck) stuck.resolve(undefined);
      else upstream.write(bytes);
    });
    client.on("close", () => {
      upstream.destroy();
      if (isStuck) left.resolve(undefined);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return {
    host: `127.0.0.1:${address.port}`,
    stuck: stuck.promise,
    left: left.promise,
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
