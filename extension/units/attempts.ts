/** From the lines of a journal to the attempts of a unit. Pure. */
import type { UnitEntry, WrittenState } from "../../backfill/journal/entry.ts";

export interface Attempt {
  /** From 1. */
  readonly attempt: number;
  readonly state: WrittenState;
  /** ISO 8601; undefined where nobody saw it begin or end. */
  readonly began?: string | undefined;
  readonly ended?: string | undefined;
  readonly code?: number | undefined;
}

/** The last one first; `entries` are a unit's, oldest first. */
export function attemptsOf(entries: readonly UnitEntry[]): readonly Attempt[] {
  const attempts = new Map<number, Attempt>();
  for (const { attempt, state, at, code } of entries) {
    const { began, ended } = attempts.get(attempt) ?? {};
    // One that was lost may be seen to run again.
    const times = state === "running" ? { began: began ?? at } : { began, ended: ended ?? at };
    attempts.set(attempt, { attempt, state, code, ...times });
  }
  return [...attempts.values()].sort((a, b) => b.attempt - a.attempt);
}
