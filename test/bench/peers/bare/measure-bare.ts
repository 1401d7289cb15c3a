/** What two bare processes of Node take for the same: the floor below a kernel of a supervisor and a runtime. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { repeat, timed } from "../../measure.ts";
import type { Sample } from "../../measure.ts";
import { hasProcFiles, memoryOf } from "../../process-memory.ts";
import type { PeerResult } from "../../report.ts";

/** A parent and its child, and what one says to them. */
class BarePair {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;

  private constructor(process: ChildProcess, socket: WebSocket) {
    this.#process = process;
    this.#socket = socket;
  }

  static async start(): Promise<BarePair> {
    const parent = spawn(process.execPath, [fileURLToPath(new URL("parent.mjs", import.meta.url))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    // SAFETY: the first bytes are the port.
    const [port] = (await once(parent.stdout, "data")) as [Buffer];
    const socket = new WebSocket(`ws://127.0.0.1:${port.toString().trim()}`);
    await once(socket, "open");
    return new BarePair(parent, socket);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Evaluates; gives the value as text, and what was printed meanwhile. */
  async ask(code: string): Promise<{ readonly value: string; readonly printed: number }> {
    let printed = 0;
    this.#socket.send(JSON.stringify(code));
    for (;;) {
      // SAFETY: what "message" comes with.
      const [data, isBinary] = (await once(this.#socket, "message")) as [Buffer, boolean];
      if (!isBinary) return { value: data.toString(), printed };
      printed += data.length;
    }
  }

  interrupt(): void {
    this.#socket.send("interrupt");
  }

  async stop(): Promise<void> {
    this.#socket.terminate();
    this.#process.kill();
    await once(this.#process, "exit");
  }
}

async function started(): Promise<number> {
  let pair: BarePair | undefined;
  const milliseconds = await timed(async () => {
    pair = await BarePair.start();
    assert.equal((await pair.ask("1 + 1")).value, "2");
  });
  await pair?.stop();
  return milliseconds;
}

async function interrupted(pair: BarePair): Promise<number> {
  const running = pair.ask("while (true) {}");
  await pause(60);
  return timed(async () => {
    pair.interrupt();
    await running;
  });
}

/** `say` is told what happens. */
export async function measureBare(say: (line: string) => void): Promise<PeerResult> {
  const samples: Record<string, Sample> = { start: await repeat({ warmups: 2, runs: 15 }, started) };
  const pair = await BarePair.start();
  const memory = hasProcFiles ? memoryOf(pair.pid).real : null;
  try {
    await pair.ask('globalThis.html = "<p>ten megabytes</p>".repeat(500000); 0');
    const asked = (code: string): Promise<number> => timed(() => pair.ask(code));
    samples["trivial"] = await repeat({ warmups: 50, runs: 200 }, () => asked("1 + 1"));
    samples["display"] = await repeat({ warmups: 3, runs: 20 }, () => asked("html"));
    samples["interrupt"] = await repeat({ warmups: 2, runs: 20 }, () => interrupted(pair));
  } finally {
    await pair.stop();
  }
  const medians = Object.entries(samples).map(([key, { median }]) => [key, median] as const);
  const values = { ...Object.fromEntries(medians), memory };
  say(`bare Node ${process.versions.node}: ${JSON.stringify(values)}`);
  return { name: "bare Node", version: process.versions.node, install: "it is here", values };
}
