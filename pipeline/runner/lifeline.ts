/**
 * The pipeline's end of its pipe to the process that has started it (start.ts), which passes signals on and ends what does not
 * end. Lines of JSON from here; from there `end SIGTERM`.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { endOwnGroup } from "../../notebook/program/end-process.ts";
import { listenForStop } from "../../notebook/program/listen-for-stop.ts";
import { stopSignals } from "../../notebook/program/stop-signals.ts";
import type { OwnListener } from "../../notebook/program/stopping.ts";
import { onCellStart } from "./cell-log.ts";
import { stop } from "./failures.ts";

/** What it tells: which cell starts, and whether code of the cells listens for a signal. */
export type LifelineMessage = { readonly cell: string } | OwnListener;

/** Descriptor of the pipe in the pipeline's process. */
export const lifelineDescriptor = 3;

/** Environment variable that says that the pipe is there; the cells do not see it. */
export const lifelineVariable = "PIPENB_LIFELINE";

/** Answers signals. Without whom to pass them on Node's own way is the better one: it ends also what computes. */
export function holdLifeline(): void {
  if (process.env[lifelineVariable] !== undefined) {
    Reflect.deleteProperty(process.env, lifelineVariable);
    answer(openLifeline());
  } else if (process.pid === 1) {
    // For process 1 of a container the system has no way to end.
    answer(() => undefined);
  }
}

function answer(say: (message: LifelineMessage) => void): void {
  listenForStop(process, {
    onStop: stop,
    onOwn: (signal, listens) => {
      say({ signal, listens });
    },
  });
  onCellStart((cell) => {
    say({ cell });
  });
}

function openLifeline(): (message: LifelineMessage) => void {
  const socket = new Socket({ fd: lifelineDescriptor, readable: true, writable: false });
  socket.setEncoding("utf8").on("data", (text: string) => {
    const signal = stopSignals.find((each) => text.includes(`end ${each}\n`));
    if (signal !== undefined) stop(signal);
  });
  // Whoever started it is gone, by force: so goes the pipeline with all that it has started.
  socket.on("end", endOwnGroup).on("error", endOwnGroup);
  socket.unref();
  return (message) => {
    writeSync(lifelineDescriptor, `${JSON.stringify(message)}\n`);
  };
}
