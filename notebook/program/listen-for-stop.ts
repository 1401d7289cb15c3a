/** How a program answers signals that ask it to end: in its own way, or in ours where it has none. */
import type { StopSignal } from "./stop-signals.ts";
import { stopSignals } from "./stop-signals.ts";

/** A process as far as it is needed here. */
type Listening = Pick<NodeJS.Process, "on" | "off" | "listenerCount">;

/** What is done about signals. */
export interface StopAnswers {
  /** Nobody else listens for the signal that has come. */
  readonly onStop: (signal: StopSignal) => void;
  /** Whether the program's own code listens for the signal has changed. */
  readonly onOwn: (signal: StopSignal, listens: boolean) => void;
}

/**
 * Listens for each signal only while nobody else does: a program that has its own way to end ends in it, and libraries that look
 * whether they are alone (signal-exit and its kin) find that they are.
 */
export function listenForStop(process: Listening, { onStop, onOwn }: StopAnswers): void {
  const ours = new Map(
    stopSignals.map((signal) => [
      signal,
      () => {
        onStop(signal);
      },
    ]),
  );
  const standAside = (signal: StopSignal, own: () => void): void => {
    const others = process.listenerCount(signal) - 1;
    // Node would let go of the signal between two listeners of which the first leaves before the second is there.
    if (others > 0) process.off(signal, own);
  };
  process.on("newListener", (event: string | symbol, listener: unknown) => {
    const signal = asStopSignal(event);
    const own = signal === undefined ? undefined : ours.get(signal);
    if (signal === undefined || own === undefined || listener === own) return;
    onOwn(signal, true);
    queueMicrotask(() => {
      standAside(signal, own);
    });
  });
  process.on("removeListener", (event: string | symbol, listener: unknown) => {
    const signal = asStopSignal(event);
    const own = signal === undefined ? undefined : ours.get(signal);
    if (signal === undefined || own === undefined || listener === own) return;
    if (process.listenerCount(signal) > 0) return;
    onOwn(signal, false);
    process.on(signal, own);
  });
  for (const [signal, own] of ours) process.on(signal, own);
}

function asStopSignal(event: string | symbol): StopSignal | undefined {
  return stopSignals.find((signal) => signal === event);
}
