/** Tells a run whose container is not heard of any more. Pure, by the clock of whoever looks: those of servers and nodes may differ. */

/** A container says every quarter of a minute that it is there. */
export const silentMilliseconds = 90_000;

export interface Heard {
  /** What was heard last. */
  readonly sign: string;
  /** When that was new, in milliseconds. */
  readonly since: number;
}

/** After a look that was answered; `before` is undefined at the first one, and where the server was away in between. */
export function hear(before: Heard | undefined, sign: string, now: number): Heard {
  return before?.sign === sign ? before : { sign, since: now };
}

export const isSilent = ({ since }: Heard, now: number): boolean => now - since >= silentMilliseconds;
