/**
 * The runtime's second thread. It reaches user code that never returns to the event loop: it has the main thread call
 * `pipenb.interrupt` in the middle of whatever runs there, and that function, seeing user code below itself on the stack,
 * terminates it. It also ends the process when the supervisor is gone and the main thread does not notice.
 */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";

/** The number of the last interrupt that the main thread has dealt with by itself. */
// SAFETY: handed over by runtime.ts.
const handled = workerData as Int32Array;
const retryMilliseconds = 5;
const giveUpMilliseconds = 5_000;

async function interrupt(number: number): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  const deadline = Date.now() + giveUpMilliseconds;
  while (Atomics.load(handled, 0) < number && Date.now() < deadline) {
    session.post("Runtime.evaluate", {
      expression: `globalThis[Symbol.for("pipenb.interrupt")](${number})`,
      silent: true,
    });
    await sleep(retryMilliseconds);
  }
  session.disconnect();
}

const socket = new Socket({ fd: 4, readable: true, writable: false });
socket.on("data", (bytes: Buffer) => {
  const number = bytes.readUInt32LE(bytes.length - 4);
  // Code that awaits is dealt with by the main thread in less than this.
  Atomics.wait(handled, 0, number - 1, 2);
  if (Atomics.load(handled, 0) < number) void interrupt(number);
});
// The supervisor is gone: so goes the runtime with all that its cells have started, which is its process group.
const endGroup = (): void => {
  process.kill(-process.pid, "SIGKILL");
};
socket.on("close", endGroup);
socket.on("error", endGroup);
