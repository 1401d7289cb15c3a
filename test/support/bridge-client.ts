/** A client of Jupyter's sockets, as little as tests need: what it says is signed, what it hears is checked. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readConnection, type ConnectionInfo, type SocketName } from "../../jupyter/connection-file.ts";
import { Signer, type WireMessage } from "../../jupyter/signed-message.ts";
import { encodeParts, encodeReady, greeting } from "../../jupyter/zmtp/frames.ts";
import { PeerReader } from "../../jupyter/zmtp/reader.ts";
import { newHeader } from "../../protocol/message.ts";
import { root } from "./command-line.ts";

/** A message as tests look at it. */
export interface Heard {
  readonly type: string;
  /** `msg_id` of what it answers. */
  readonly parent: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

export class JupyterClient {
  readonly iopub: Heard[] = [];
  readonly shell: Heard[] = [];
  readonly control: Heard[] = [];
  readonly #connection: ConnectionInfo;
  readonly #signer: Signer;
  readonly #sockets = new Map<SocketName, Socket>();

  readonly #isStranger: boolean;

  private constructor(connection: ConnectionInfo, key = connection.key) {
    this.#connection = connection;
    this.#isStranger = key !== connection.key;
    this.#signer = new Signer(connection.signature_scheme, key);
  }

  /** @param key other than the connection's own */
  static async connect(connection: ConnectionInfo, key?: string): Promise<JupyterClient> {
    const client = new JupyterClient(connection, key);
    await client.#open("iopub", "SUB", client.iopub);
    client.#sockets.get("iopub")?.write(bytesOf([Buffer.from([1])]));
    // What is published before the kernel has heard that goes by.
    if (!client.#isStranger) await until(() => client.iopub.find(({ type }) => type === "iopub_welcome"));
    await client.#open("shell", "DEALER", client.shell);
    await client.#open("control", "DEALER", client.control);
    return client;
  }

  /** Sends a request; gives its id. */
  send(channel: "shell" | "control", type: string, content: object): string {
    const header = newHeader(type, "test");
    const parts = this.#signer.write({
      route: [],
      header: json(header),
      parentHeader: json({}),
      metadata: json({}),
      content: json(content),
      buffers: [],
    });
    this.#sockets.get(channel)?.write(bytesOf(parts));
    return header.msg_id;
  }

  async ask(channel: "shell" | "control", type: string, content: object = {}): Promise<Heard["content"]> {
    const id = this.send(channel, type, content);
    return (await until(() => this[channel].find(({ parent }) => parent === id))).content;
  }

  /** Runs a cell to its end; gives what was published of it. */
  async run(code: string): Promise<readonly Heard[]> {
    const id = this.send("shell", "execute_request", { code });
    await until(() => this.shell.find(({ parent }) => parent === id));
    const isEnd = ({ type, parent, content }: Heard): boolean =>
      parent === id && type === "status" && content["execution_state"] === "idle";
    await until(() => this.iopub.find(isEnd));
    return this.iopub.filter(({ parent }) => parent === id);
  }

  /** Reads nothing more of what is published, or goes on. */
  read(goesOn: boolean): void {
    const socket = this.#sockets.get("iopub");
    if (goesOn) socket?.resume();
    else socket?.pause();
  }

  /** Whether the kernel has cut off what is published. */
  get isCutOff(): boolean {
    return this.#sockets.get("iopub")?.destroyed === true;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #hear(parts: readonly Buffer[], heard: Heard[]): void {
    const message = this.#signer.read(parts);
    if (this.#isStranger) return;
    assert.ok(message, "a message of the kernel is not signed with the key");
    heard.push(heardOf(message));
  }

  async #open(name: SocketName, type: string, heard: Heard[]): Promise<void> {
    const socket = connectTo(this.#connection, name);
    this.#sockets.set(name, socket);
    const reader = new PeerReader(512 * 1024 * 1024);
    socket.on("error", () => undefined);
    const ready = new Promise<void>((resolve) => {
      socket.on("data", (chunk) => {
        for (const event of reader.read(chunk)) {
          if (event.type === "greeted") socket.write(encodeReady(type));
          else if (event.type === "ready") resolve();
          else if (event.type === "message") this.#hear(event.parts, heard);
        }
      });
      socket.once("close", () => {
        resolve();
      });
    });
    socket.write(greeting);
    await ready;
  }
}

/** One of the sockets, to say anything at all to. */
export function connectTo(connection: ConnectionInfo, name: SocketName): Socket {
  const port = connection[`${name}_port`];
  return connection.transport === "ipc" ? connect(`${connection.ip}-${port}`) : connect(port, connection.ip);
}

const bytesOf = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(encodeParts(parts));

function heardOf({ header, parentHeader, content }: WireMessage): Heard {
  const read = (text: Uint8Array): unknown => JSON.parse(Buffer.from(text).toString());
  return {
    // SAFETY: messages of our own kernel.
    type: (read(header) as { msg_type: string }).msg_type,
    parent: (read(parentHeader) as { msg_id?: string }).msg_id,
    content: read(content) as Heard["content"],
  };
}

/** Waits as long as the test may. */
export async function until<Found>(look: () => Found | undefined | false): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    // A test that has not waited to the end keeps no process alive.
    await pause(10, undefined, { ref: false });
  }
}

export interface BridgedKernelProcess {
  /** Its working folder, where cells are too. */
  readonly folder: string;
  readonly process: ChildProcess;
  readonly connection: ConnectionInfo;
  /** What it wrote on stderr. */
  log(): string;
  /** Settles with its exit code. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** The program that a kernelspec starts. */
export const bridgeProgram = join(root, "dist/cli/jupyter-kernel.js");

/** Starts what a kernelspec starts. */
export async function startBridge({
  connection,
  notebook,
  runtime = "local",
  env = {},
}: {
  /** Fields of a connection file that is there already. */
  readonly connection?: (folder: string) => object;
  /** Text of the notebook whose environment it is, `daily.pipenb`. */
  readonly notebook?: string;
  readonly runtime?: "container" | "local";
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<BridgedKernelProcess> {
  const folder = await mkdtemp(join(tmpdir(), "pipenb-test-bridge-"));
  if (notebook !== undefined) await writeFile(join(folder, "daily.pipenb"), notebook);
  const file = join(folder, "connection.json");
  if (connection !== undefined) await writeFile(file, JSON.stringify(connection(folder)));
  const args = [bridgeProgram, "--runtime", runtime, "--connection-file", file];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const exited = once(child, "exit").then(() => child.exitCode);
  const written = await listening(file, child);
  return {
    folder,
    process: child,
    connection: written,
    log: () => log,
    exited,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(file: string, child: ChildProcess): Promise<ConnectionInfo> {
  for (;;) {
    assert.equal(child.exitCode, null, "the bridge has ended");
    const text = await readFile(file, "utf8").catch(() => undefined);
    const connection = text === undefined ? undefined : readConnection(text, file);
    if (connection !== undefined && connection.shell_port !== 0 && (await answers(connection)))
      return connection;
    await pause(10);
  }
}

function answers(connection: ConnectionInfo): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(connection, "hb");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
