/** From the text of a journal to what is known of each unit. Pure. */
import { isBegin, parseLine, type BeginEntry, type UnitEntry } from "./entry.ts";

/** What a unit is, seen from a version. */
export type UnitState = "missing" | UnitEntry["state"] | "stale";

export interface JournalState {
  /** The last that is known of each unit. */
  readonly units: ReadonlyMap<string, UnitEntry>;
  /** The last backfill. */
  readonly begin: BeginEntry | undefined;
  /** What any backfill was asked for, the last one's units first. */
  readonly asked: ReadonlySet<string>;
  /** Bytes up to the end of the last whole line: a kill may have torn the one behind it. */
  readonly wholeBytes: number;
}

/** Lines that are none of ours are passed over: they say nothing of a unit. */
export function readJournal(bytes: Uint8Array): JournalState {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const text = new TextDecoder().decode(bytes.subarray(0, wholeBytes));
  const newest = new Map<string, UnitEntry>();
  const asked = new Set<string>();
  let begin: BeginEntry | undefined;
  // From the end, so that of most lines no more is read than their unit.
  for (let end = text.length - 1; end >= 0;) {
    const start = end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
    const unit = unitIn(text, start);
    if (unit === undefined || !newest.has(unit)) {
      const entry = parseLine(text.slice(start, end));
      if (entry !== undefined && isBegin(entry)) {
        begin ??= entry;
        for (const each of entry.begin) asked.add(each);
      } else if (entry !== undefined && !newest.has(entry.unit)) newest.set(entry.unit, entry);
    }
    end = start - 1;
  }
  return { units: new Map([...newest].reverse()), begin, asked, wholeBytes };
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

const beforeUnit = '","unit":"';
const unitAt = '{"at":"2022-02-05T00:00:00.000Z'.length;

/** The unit of the line that starts there, where it stands as `lineOf` writes it; else undefined. */
function unitIn(text: string, start: number): string | undefined {
  if (!text.startsWith(beforeUnit, start + unitAt)) return undefined;
  const from = start + unitAt + beforeUnit.length;
  const unit = text.slice(from, text.indexOf('"', from));
  return unit.includes("\\") ? undefined : unit;
}

/** What has failed otherwise may fail again, what was done otherwise is stale, and anything else counts for nothing. */
export function stateOf(entry: UnitEntry | undefined, version: string): UnitState {
  if (entry === undefined) return "missing";
  if (entry.version === version || entry.state === "failed") return entry.state;
  return entry.state === "done" ? "stale" : "missing";
}
