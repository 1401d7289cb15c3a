/**
 * Program 1: the supervisor. It owns the socket, the queue and the journal, never runs user code, and outlives whatever user
 * code does to the runtime, its child. Start: settings from PIPENB_KERNEL, the runtime is started at once, the server
 * listens, one line of JSON on stdout says so. End: a shutdown request (exit code 0), SIGTERM or SIGINT (0), a lease that ran
 * out (3); the runtime and its children end with it.
 */
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettings, readyLine } from "../protocol/launch.ts";
import { Journal } from "./session/journal.ts";
import { Lease } from "./session/lease.ts";
import { Outbox } from "./session/outbox.ts";
import { RuntimeManager } from "./session/runtime-manager.ts";
import { Session } from "./session/session.ts";
import { Requests } from "./server/requests.ts";
import { KernelServer } from "./server/server.ts";

const settings = readSettings(process.env);
const kernelFolder = fileURLToPath(new URL(".", import.meta.url));
const journal = new Journal(settings.journal);
const outbox = new Outbox(journal, settings.id);

/** Longer than this the end waits neither for a client that does not read nor for who holds the runtime's pipes. */
const endMilliseconds = 500;
let ending = false;

function end(exitCode: number, reason: string): void {
  if (ending) return;
  ending = true;
  const exit = (): void => process.exit(exitCode);
  setTimeout(exit, endMilliseconds);
  // What was sent last has then arrived, and the runtime's files are gone with it.
  void Promise.all([server.close(reason), session.close()]).then(exit);
  journal.close();
}

const shutdown = (): void => {
  end(0, "the kernel was shut down");
};
const lease = new Lease(settings.leaseSeconds, () => {
  end(3, "the kernel's lease ran out");
});
const { cwd: folder, notebook, modules } = settings;
const place = { folder, notebook, ...(modules === undefined ? {} : { modules }) };
const session = new Session({
  startRuntime: (events) => new RuntimeManager(join(kernelFolder, "runtime.mjs"), place, events),
  kernelFolder,
  folder,
  notebook,
  outbox,
  lease,
});
const server = new KernelServer({
  id: settings.id,
  host: settings.host,
  port: settings.port,
  token: settings.token,
  started: new Date(),
  session,
  outbox,
  lease,
  requests: new Requests(session, { shutdown }),
  shutdown,
});

process.on("SIGTERM", shutdown);
process.on("SIGINT", shutdown);
const port = await server.listen();
process.stdout.write(readyLine({ port, id: settings.id, pid: process.pid }));
// The first use loads the transpiler; better while the runtime starts than when the first cell waits.
stripTypeScriptTypes("const warm: number = 1;");
