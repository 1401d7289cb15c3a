/** The lines of a journal, one for each change of a unit. */
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";

/** What a line says of a unit. The rest is seen from there: a unit without a line is missing, one that was done otherwise is stale. */
const writtenStates = ["running", "retrying", "done", "failed", "stopped", "lost"] as const;
export type WrittenState = (typeof writtenStates)[number];

export interface UnitEntry {
  /** When, in ISO 8601. */
  readonly at: string;
  readonly unit: string;
  readonly state: WrittenState;
  /** From 1, never twice for a unit. */
  readonly attempt: number;
  /** `versionId` of what it runs. */
  readonly version: string;
  /** Exit code, where it has ended. */
  readonly code?: number | undefined;
}

/** A backfill begins, and says for which units. */
export interface BeginEntry {
  readonly at: string;
  readonly begin: readonly string[];
  readonly version: string;
  /** "sha256:…" */
  readonly image: string;
  readonly parameters: ParameterValues;
  /** What runs it. Docker where it is not said. */
  readonly on?: string | undefined;
  /** The machine of that engine, where only what runs there can be found. */
  readonly machine?: string | undefined;
  /** What starts the containers where it runs them. Docker where it is not said. */
  readonly runtime?: string | undefined;
}

export type Entry = UnitEntry | BeginEntry;

export const isBegin = (entry: Entry): entry is BeginEntry => "begin" in entry;

/** A line with its end. */
export function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** As `lineOf` writes most of them. */
const usualLine =
  /^\{"at":"([^"\\]*)","unit":"([^"\\]*)","state":"([a-z]+)","attempt":(\d+),"version":"([^"\\]*)"(?:,"code":(\d+))?\}$/;

/** undefined for a line that is none of ours. By hand: a journal may have a hundred thousand of them. */
export function parseLine(line: string): Entry | undefined {
  const [, when, what, how, count, by, ended] = usualLine.exec(line) ?? [];
  const usual = writtenStates.find((each) => each === how);
  if (when !== undefined && what !== undefined && usual !== undefined && by !== undefined) {
    const entry = { at: when, unit: what, state: usual, attempt: Number(count), version: by };
    return ended === undefined ? entry : { ...entry, code: Number(ended) };
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  // SAFETY: every field is optional, and is looked at below before it counts.
  const { at, unit, state, attempt, version, code, begin, image, parameters, on, machine, runtime } =
    value as Readonly<Partial<Record<keyof UnitEntry | keyof BeginEntry, unknown>>>;
  if (typeof at !== "string" || typeof version !== "string") return undefined;
  if (typeof unit === "string") {
    const known = writtenStates.find((each) => each === state);
    if (known === undefined || typeof attempt !== "number") return undefined;
    return { at, unit, state: known, attempt, version, ...(typeof code === "number" ? { code } : {}) };
  }
  if (!Array.isArray(begin) || typeof image !== "string") return undefined;
  if (typeof parameters !== "object" || parameters === null) return undefined;
  return {
    at,
    version,
    image,
    begin: begin.filter((each) => typeof each === "string"),
    // SAFETY: only shown and compared as JSON.
    parameters: parameters as ParameterValues,
    ...(typeof on === "string" ? { on } : {}),
    ...(typeof machine === "string" ? { machine } : {}),
    ...(typeof runtime === "string" ? { runtime } : {}),
  };
}
