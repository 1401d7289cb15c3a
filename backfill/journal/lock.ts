/**
 * Keeps two backfills of one journal apart, on one machine. The lock is a name on which the process listens: the system takes it back
 * whatever ends the process, so that none is ever left behind, as files are. Whoever connects is told the process's id, and may ask it
 * to stop: it may be an editor, which a signal would end altogether.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

export interface Lock {
  release(): void;
}

/**
 * The lock, or the id of the process that has it. `onStop` is called when somebody asks for the end.
 *
 * @param address the path of the journal, whose folder must be there, or a URL
 */
export async function lockJournal(
  address: string,
  onStop: () => void,
): Promise<
  { readonly kind: "locked"; readonly lock: Lock } | { readonly kind: "taken"; readonly pid: number }
> {
  const name = nameOf(address);
  for (;;) {
    const server = await listen(name, onStop);
    if (server !== undefined) return { kind: "locked", lock: { release: () => server.close() } };
    const pid = await holderAt(name);
    if (pid !== undefined) return { kind: "taken", pid };
    // Ended meanwhile. Only a socket that is a file is left behind.
    if (isFile) rmSync(name, { force: true });
  }
}

/** Who runs a backfill of the journal; undefined where nobody does. */
export async function lockHolder(address: string): Promise<number | undefined> {
  return holderAt(nameOf(address));
}

/** Asks whoever runs a backfill of the journal to stop it; gives its process's id. */
export async function stopHolder(address: string): Promise<number | undefined> {
  return holderAt(nameOf(address), stopWord);
}

const stopWord = "stop";

/** Linux and Windows have names for sockets that are no files. */
const isFile = process.platform !== "linux" && process.platform !== "win32";

function nameOf(address: string): string {
  const isUrl = address.includes("://");
  const place = isUrl ? address : join(realpathSync(dirname(address)), basename(address));
  const name = `pipenb-${createHash("sha256").update(place).digest("hex").slice(0, 32)}`;
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
}

async function listen(name: string, onStop: () => void): Promise<Server | undefined> {
  const server = createServer((socket) => {
    let asked = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      asked += text;
    });
    socket.on("end", () => {
      if (asked === stopWord) onStop();
    });
    socket.on("error", () => undefined); // a caller that went away
    socket.end(String(process.pid));
  });
  const listening = once(server, "listening");
  server.listen(name);
  try {
    await listening;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return undefined;
    throw error;
  }
  return server.unref();
}

function holderAt(name: string, word = ""): Promise<number | undefined> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(name);
    socket.end(word);
    socket.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    socket.on("error", () => {
      resolve(undefined);
    });
    socket.on("close", () => {
      const pid = Number(said);
      resolve(Number.isInteger(pid) && pid > 0 ? pid : undefined);
    });
  });
}
