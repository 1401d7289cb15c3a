/**
 * The pipeline's end of its pipe to the process that has started it (start.ts), which passes signals on and ends what does not
 * end. Lines of JSON from here; from there `end SIGTERM`.
 */
import { Socket } from "node:net";
import { endOwnGroup } from "../../notebook/program/end-process.ts";
import { listenForStop } from "../../notebook/program/listen-for-stop.ts";
import { stopSignals } from "../../notebook/program/stop-signals.ts";
import type { OwnListener } from "../../notebook/program/stopping.ts";
import { onCellStart } from "./cell-log.ts";
import { stop } from "./failures.ts";
import { tellStarterBy } from "./starter.ts";
import type { Told } from "./starter.ts";
import { writeAll } from "./write-result.ts";

/** What it tells: which cell starts, whether code of the cells listens for a signal, and what the run is about. */
export type LifelineMessage = { readonly cell: string } | OwnListener | Told;

/** Descriptor of the pipe in the pipeline's process. */
export const lifelineDescriptor = 3;

/** Environment variable that says that the pipe is there, by {@link lifelineValues}; the cells do not see it. */
export const lifelineVariable = "PIPENB_LIFELINE";

/** Whether what the run reads and writes is of interest, and what it shows as well. */
export const lifelineValues = { plain: "1", records: "records", report: "report" } as const;

/** Whether a report of the run is wanted. */
export const reportIsWanted = (): boolean => process.env[lifelineVariable] === lifelineValues.report;

/**
 * Answers signals. Without whom to pass them on Node's own way is the better one: it ends also what computes. Gives whether somebody
 * wants to know what the run reads and writes.
 */
export function holdLifeline(): boolean {
  const value = process.env[lifelineVariable];
  if (value !== undefined) {
    Reflect.deleteProperty(process.env, lifelineVariable);
    const say = openLifeline();
    answer(say);
    tellStarterBy(say);
  } else if (process.pid === 1) {
    // For process 1 of a container the system has no way to end.
    answer(() => undefined);
  }
  return value === lifelineValues.records || value === lifelineValues.report;
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
    writeAll(lifelineDescriptor, `${JSON.stringify(message)}\n`);
  };
}
