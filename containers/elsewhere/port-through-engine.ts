/** A port of a container on another machine, brought to this one over the engine's own connection: nothing is published there. */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Engine } from "../engine/engine.ts";
import { plainNode } from "./plain-node.ts";

/** Between its own stdin and stdout and a port beside it. */
const bridge = `
  const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
  const leave = () => process.exit(0);
  process.stdin.on("error", leave).pipe(socket).on("error", leave).on("close", leave).pipe(process.stdout).on("error", leave);
`;

export interface BroughtPort {
  /** On 127.0.0.1 of this machine. */
  readonly port: number;
  close(): void;
}

/** Listens on a free port of the loopback address; each connection is a command in the container. @param node the program to run there */
export async function portThroughEngine(
  engine: Engine,
  containerId: string,
  node: string,
  port: number,
): Promise<BroughtPort> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    // A container that has ended gives nobody anything: the client sees its connection close.
    socket.on("error", () => undefined).once("close", () => open.delete(socket));
    join(socket).catch(() => socket.destroy());
  });
  const join = async (socket: Socket): Promise<void> => {
    const command = [node, "--max-semi-space-size=1", "-e", bridge, String(port)];
    const there = await engine.dial(containerId, command, plainNode);
    there.output.on("error", () => socket.destroy()).once("close", () => socket.destroy());
    there.input.on("error", () => socket.destroy());
    socket.once("close", () => {
      there.close();
    });
    socket.pipe(there.input);
    there.output.pipe(socket);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on TCP has a port.");
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
