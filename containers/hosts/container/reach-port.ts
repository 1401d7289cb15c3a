/** Whether something listens on a port, as seen from inside a container. */
import type { Engine } from "../../engine/engine.ts";

/** Ends with 0 when it could connect; takes leave in order, for the sake of simple servers. */
const probe = `
  const [host, port] = process.argv.slice(1);
  let reached = false;
  const leave = () => process.exit(reached ? 0 : 1);
  const socket = require("node:net").connect(Number(port), host, () => {
    reached = true;
    socket.end();
  });
  socket.resume().on("error", leave).on("close", leave).setTimeout(1000, leave);
`;

/** @param node the program to run in the container */
export async function reachesPort(
  engine: Engine,
  containerId: string,
  node: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<boolean> {
  const { exitCode } = await engine.exec(containerId, [node, "-e", probe, host, String(port)]);
  return exitCode === 0;
}
