/** Waits until something that was started can be used: a kernel, a kernel's container, a service. */
import { setTimeout as sleep } from "node:timers/promises";
import { HostError, startCancelled } from "./host-error.ts";

/** When something is ready, and what is said when it does not become so. */
export interface WaitStrategy<Ready> {
  /** Settles once it can be used; rejects when it never will be, for it has ended. Looks no more when the signal comes. */
  readonly until: (signal: AbortSignal) => Promise<Ready>;
  /** Why it is too late, as far as can be seen then. */
  readonly late: (seconds: number) => HostError | Promise<HostError>;
}

/** Settles with what `until` gives; rejects when it rejects, when the time is over, or when the caller's signal comes. */
export async function waitUntilReady<Ready>(
  { until, late }: WaitStrategy<Ready>,
  timeoutMilliseconds: number,
  signal: AbortSignal | undefined,
): Promise<Ready> {
  const done = new AbortController();
  const stop = signal === undefined ? done.signal : AbortSignal.any([done.signal, signal]);
  const tooLate = sleep(timeoutMilliseconds, undefined, { signal: stop }).then(
    async () => {
      throw await late(Math.round(timeoutMilliseconds / 1000));
    },
    () => {
      throw startCancelled();
    },
  );
  const ready = until(stop).catch((error: unknown) => {
    throw stop.aborted ? startCancelled() : error;
  });
  try {
    // The loser of the race rejects later, to nobody.
    return await Promise.race([ready, tooLate]);
  } finally {
    done.abort();
  }
}
