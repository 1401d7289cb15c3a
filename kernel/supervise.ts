/** The supervisor around its first runtime, which starts meanwhile: session, server, lease, and the end of all of them. */
import { stripTypeScriptTypes } from "node:module";
import { readSettings, readyLine } from "../protocol/launch.ts";
import { Journal } from "./session/journal.ts";
import { Lease } from "./session/lease.ts";
import { Outbox } from "./session/outbox.ts";
import type { StartRuntime } from "./session/runtime.ts";
import { Session } from "./session/session.ts";
import { Requests } from "./server/requests.ts";
import { KernelServer } from "./server/server.ts";

/** Longer than this the end waits neither for a client that does not read nor for who holds the runtime's pipes. */
const endMilliseconds = 500;
/** Who has started us and reads that we listen is connected by then. */
const handshakeMilliseconds = 20;

/** Settles when it listens, and has said so. Rejects where the settings, as JSON, are wrong. */
export async function supervise(
  launchText: string,
  kernelFolder: string,
  startRuntime: StartRuntime,
): Promise<void> {
  const settings = readSettings(launchText);
  const { id, host, port, token, cwd: folder, notebook } = settings;
  const journal = new Journal(settings.journal);
  const outbox = new Outbox(journal, id);
  let ending = false;

  const end = (exitCode: number, reason: string): void => {
    if (ending) return;
    ending = true;
    const exit = (): void => process.exit(exitCode);
    setTimeout(exit, endMilliseconds);
    // What was sent last has then arrived, and the runtime's files are gone with it.
    void Promise.all([server.close(reason), session.close()]).then(exit);
    journal.close();
  };
  const shutdown = (): void => {
    end(0, "the kernel was shut down");
  };
  const lease = new Lease(settings.leaseSeconds, () => {
    end(3, "the kernel's lease ran out");
  });
  const session = new Session({ startRuntime, kernelFolder, folder, notebook, outbox, lease });
  const server = new KernelServer({
    id,
    host,
    port,
    token,
    started: new Date(),
    session,
    outbox,
    lease,
    requests: new Requests(session, { shutdown }),
    shutdown,
  });

  process.on("SIGTERM", shutdown);
  process.on("SIGINT", shutdown);
  process.stdout.write(readyLine({ port: await server.listen(), id, pid: process.pid }));
  // The first use loads the transpiler: better while the runtime starts than when the first cell waits, and behind the first client's handshake.
  setTimeout(stripTypeScriptTypes, handshakeMilliseconds, "const warm: number = 1;");
}
