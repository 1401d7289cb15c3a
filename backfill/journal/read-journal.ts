/** From the text of a journal to what is known of each unit. Pure. */
import { isBegin, parseLine, type BeginEntry, type UnitEntry } from "./entry.ts";
import { UnitEntries, type BriefEntry } from "./unit-entries.ts";

/** What a unit is, seen from a version. */
export type UnitState = "missing" | UnitEntry["state"] | "stale";

export interface JournalState {
  /** The last that is known of each unit. */
  readonly units: ReadonlyMap<string, UnitEntry>;
  /** The last backfill. */
  readonly begin: BeginEntry | undefined;
  /** What any backfill was asked for, each once, in the order in which they were asked for first. */
  readonly asked: readonly string[];
  /** Bytes up to the end of the last whole line: a kill may have torn the one behind it. */
  readonly wholeBytes: number;
}

/** Lines that are none of ours are passed over: they say nothing of a unit. */
export function readJournal(bytes: Uint8Array): JournalState {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const text = new TextDecoder().decode(bytes.subarray(0, wholeBytes));
  const begins: BeginEntry[] = [];
  const units = new UnitEntries(text, (entry) => begins.push(entry));
  const [first, ...later] = begins;
  const asked =
    later.length === 0 ? (first?.begin ?? []) : [...new Set(begins.flatMap((each) => each.begin))];
  return { units, begin: begins.at(-1), asked, wholeBytes };
}

/** All that is said of one unit, oldest first. */
export function unitHistory(bytes: Uint8Array, unit: string): readonly UnitEntry[] {
  const name = JSON.stringify(unit);
  return new TextDecoder()
    .decode(bytes)
    .split("\n")
    .flatMap((line) => {
      const entry = line.includes(name) ? parseLine(line) : undefined;
      return entry !== undefined && !isBegin(entry) && entry.unit === unit ? [entry] : [];
    });
}

/** What has failed otherwise may fail again, what was done otherwise is stale, and anything else counts for nothing. */
export function stateOf(entry: BriefEntry | undefined, version: string): UnitState {
  if (entry === undefined) return "missing";
  if (entry.version === version || entry.state === "failed") return entry.state;
  return entry.state === "done" ? "stale" : "missing";
}
