/**
 * What makes compose wait as a kernel does for services that have ports and no `ready` command: a container of the pipeline's own
 * image asks the ports, as images of databases need not have a program for that.
 */
import type { FrontMatter } from "../notebook/front-matter.ts";

/** As long as a kernel waits. */
const waitSeconds = 120;

/** No `$` in it, which compose would replace. */
const script = `
const { connect } = require("node:net");
const until = Date.now() + ${waitSeconds} * 1000;
const ask = (host, port) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 2000 });
  const end = (answers) => { socket.destroy(); resolve(answers); };
  socket.on("connect", () => end(true)).on("error", () => end(false)).on("timeout", () => end(false));
});
const wait = async (address) => {
  const [host, port] = address.split(":");
  while (!(await ask(host, Number(port)))) {
    if (Date.now() > until) throw new Error(address + " did not answer within ${waitSeconds} seconds. See: docker compose logs " + host);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
Promise.all(process.argv.slice(1).map(wait)).catch((error) => { console.error(error.message); process.exitCode = 1; });
`;

/** The container that ends well when every port answers, as compose writes it. */
interface WaitingService {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly init: true;
  readonly depends_on: readonly string[];
}

/** undefined where there is nothing to ask. */
export function waitForPorts(services: FrontMatter["services"]): WaitingService | undefined {
  const asked = Object.entries(services).filter(
    ([, { ready, ports }]) => ready === undefined && ports.length > 0,
  );
  if (asked.length === 0) return undefined;
  const oneLine = script.trim().replaceAll(/\n\s*/g, " ");
  return {
    entrypoint: ["node", "-e", oneLine],
    command: asked.flatMap(([name, { ports }]) => ports.map((port) => `${name}:${port}`)),
    init: true,
    depends_on: asked.map(([name]) => name),
  };
}
