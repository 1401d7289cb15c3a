/**
 * The runtime's second thread. It reaches user code that never returns to the event loop: it has the main thread call
 * `pipenb.interrupt` in the middle of whatever runs there, and that function, seeing user code below itself on the stack,
 * terminates it. It writes what a cell has printed last, when the cell goes on without printing. It also ends the process when the supervisor is gone and the main thread does not notice.
 */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { endOwnGroup } from "../notebook/program/end-process.ts";
import { HeldText, heldMilliseconds } from "./run/held-text.ts";
import { writeToPipe } from "./run/write-to-pipe.ts";
import type { SharedText } from "./run/held-text.ts";

/** What the runtime's main thread shares with its interrupter thread. */
export interface InterrupterData {
  /** The number of the last interrupt that the main thread has dealt with by itself. */
  readonly handled: Int32Array;
  /** What the cell has printed and nobody has written yet. */
  readonly text: SharedText;
}

// SAFETY: handed over by runtime.ts.
const { handled, text } = workerData as InterrupterData;
/** Code that awaits, or is between two awaits, is dealt with by the main thread in less than this. */
const graceMilliseconds = 0.5;
const retryMilliseconds = 5;
const giveUpMilliseconds = 5_000;

let connected: Session | undefined;

function mainThread(): Session {
  if (connected === undefined) {
    connected = new Session();
    connected.connectToMainThread();
  }
  return connected;
}

async function interrupt(number: number): Promise<void> {
  const session = mainThread();
  const deadline = Date.now() + giveUpMilliseconds;
  while (Atomics.load(handled, 0) < number && Date.now() < deadline) {
    session.post("Runtime.evaluate", {
      expression: `globalThis[Symbol.for("pipenb.interrupt")](${number})`,
      silent: true,
    });
    await sleep(retryMilliseconds);
  }
}

const socket = new Socket({ fd: 4, readable: true, writable: false });
socket.on("data", (bytes: Buffer) => {
  const number = bytes.readUInt32LE(bytes.length - 4);
  Atomics.wait(handled, 0, number - 1, graceMilliseconds);
  if (Atomics.load(handled, 0) < number) void interrupt(number);
});
// The supervisor is gone: so goes the runtime with all that its cells have started, which is its process group.
socket.on("close", endOwnGroup);
socket.on("error", endOwnGroup);

const held = new HeldText(2, (bytes, start, end) => writeToPipe(3, bytes, start, end), text);
const retryWriteMilliseconds = 1;

function writeHeld(): void {
  if (!held.tryFlush()) setTimeout(writeHeld, retryWriteMilliseconds);
}

/** The main thread has begun to hold text. */
parentPort?.on("message", () => {
  setTimeout(writeHeld, heldMilliseconds);
});
