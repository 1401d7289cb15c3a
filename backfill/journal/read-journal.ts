/** From the text of a journal to what is known of each unit. Pure. */
import { isBegin, parseLine, type BeginEntry, type UnitEntry } from "./entry.ts";

/** What a unit is, seen from a version. */
export type UnitState = "missing" | UnitEntry["state"] | "stale";

export interface JournalState {
  /** The last that is known of each unit. */
  readonly units: ReadonlyMap<string, UnitEntry>;
  /** The last backfill. */
  readonly begin: BeginEntry | undefined;
  /** Bytes up to the end of the last whole line: a kill may have torn the one behind it. */
  readonly wholeBytes: number;
}

/** Lines that are none of ours are passed over: they say nothing of a unit. */
export function readJournal(bytes: Uint8Array): JournalState {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const units = new Map<string, UnitEntry>();
  let begin: BeginEntry | undefined;
  for (const line of new TextDecoder().decode(bytes.subarray(0, wholeBytes)).split("\n")) {
    const entry = parseLine(line);
    if (entry === undefined) continue;
    if (isBegin(entry)) begin = entry;
    else units.set(entry.unit, entry);
  }
  return { units, begin, wholeBytes };
}

/** What has failed otherwise may fail again, what was done otherwise is stale, and anything else counts for nothing. */
export function stateOf(entry: UnitEntry | undefined, version: string): UnitState {
  if (entry === undefined) return "missing";
  if (entry.version === version || entry.state === "failed") return entry.state;
  return entry.state === "done" ? "stale" : "missing";
}
