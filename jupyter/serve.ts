/** A kernel for Jupyter's clients, from the connection file to its end. The sockets are there before anything else is loaded. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../containers/files/replace-file.ts";
import { Bridge } from "./bridge.ts";
import type { BridgeEnd, BridgeOptions } from "./bridge.ts";
import { ClientSide } from "./client-side.ts";
import { deferred } from "../protocol/deferred.ts";
import { ConnectionFileError, newConnection, readConnection, socketNames } from "./connection-file.ts";
import type { ConnectionInfo, SocketName } from "./connection-file.ts";
import { watchParent } from "./watch-parent.ts";

export interface ServeOptions {
  /** It is read, or written where it is not there yet or leaves ports open. */
  readonly connectionFile: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Loaded when clients can connect already. */
  readonly loadStart: () => Promise<BridgeOptions["start"]>;
  readonly onListening: (connection: ConnectionInfo) => void;
  /** A line for who looks after the process. */
  readonly log: (line: string) => void;
}

/** Serves until the kernel has ended; true where it was asked to. Rejects with a `ConnectionFileError`, or when it cannot listen. */
export async function serveKernel(options: ServeOptions): Promise<boolean> {
  const { connectionFile, version, env, loadStart, log } = options;
  const given = await readIfThere(connectionFile);
  const wanted = given === undefined ? newConnection() : readConnection(given, connectionFile);
  const listening = deferred<undefined>();
  const clients = new ClientSide({
    connection: wanted,
    session: `bridge-${process.pid}`,
    onMessage: (frame) => {
      bridge.take(frame);
    },
    onCut: log,
  });
  const bridge = new Bridge({
    clients,
    version,
    start: async (starting) => {
      await listening.promise;
      return (await loadStart())(starting);
    },
  });
  const connection = { ...wanted, ...portsOf(await clients.listen()) };
  if (given === undefined || socketNames.some((name) => wanted[`${name}_port`] === 0))
    await writeConnection(connectionFile, connection);
  listening.resolve(undefined);
  options.onListening(connection);

  const asked = deferred<BridgeEnd>();
  const unwatch = askedToEnd(env, () => {
    asked.resolve({ reason: "shutdown", words: "this process was asked to end" });
  });
  const end = await Promise.race([bridge.ended, asked.promise]);
  unwatch();
  await bridge.stop();
  await clients.close();
  if (given === undefined) await rm(connectionFile, { force: true });
  if (clients.refused > 0)
    log(`${clients.refused} messages were refused: they were not signed with the key.`);
  if (end.reason === "shutdown") return true;
  log(end.words);
  return false;
}

/** Signals, and the end of who started this process. Gives the function that listens no more. */
function askedToEnd(env: ServeOptions["env"], onAsked: () => void): () => void {
  const isManaged = (env["JPY_PARENT_PID"] ?? "") !== "";
  // Of a kernel that a client manages a SIGINT means the cell, and the client says that in a message.
  const onInterrupt = isManaged ? (): void => undefined : onAsked;
  process.on("SIGINT", onInterrupt);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, onAsked);
  const unwatch = watchParent(env, onAsked);
  return () => {
    unwatch();
    // Still taken, and passed over: the end is under way.
    process.off("SIGINT", onInterrupt).on("SIGINT", () => undefined);
  };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new ConnectionFileError(`${path} cannot be read: ${String(error)}`, { cause: error });
  }
}

async function writeConnection(path: string, connection: ConnectionInfo): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // It holds the key.
  await replaceFile(path, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
}

const portsOf = (
  ports: Readonly<Record<SocketName, number>>,
): Pick<ConnectionInfo, `${SocketName}_port`> => ({
  shell_port: ports.shell,
  iopub_port: ports.iopub,
  stdin_port: ports.stdin,
  control_port: ports.control,
  hb_port: ports.hb,
});
