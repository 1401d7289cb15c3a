/**
 * Where the journal of a backfill lies, and the logs of its runs: in `.pipenb/` beside the notebook, or in the current folder for an
 * image; or in a store of objects, where all machines find it.
 */
import { hostname } from "node:os";
import { join } from "node:path";
import type { Run } from "../../backfill/run-engine.ts";
import { FileJournal } from "../../backfill/journal/file-journal.ts";
import type { JournalStore } from "../../backfill/journal/journal-store.ts";
import type { splitResult } from "./unit-result.ts";

export interface JournalPlace {
  readonly journal: JournalStore;
  /** For what engines keep of lists of units that they carry out by themselves. */
  readonly batches: string;
  /** Tells this journal from all others. */
  readonly id: string;
}

/** Whose journal it is. */
export interface JournalOf {
  /** The notebook's folder; the current one for an image. */
  readonly folder: string;
  /** The notebook's file name, or the image's. */
  readonly name: string;
  /** Of a store of objects, `s3://BUCKET/PREFIX`; beside the notebook where undefined. */
  readonly store?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Throws a JournalError or an ObjectError for a store that cannot be asked. */
export async function journalPlace({ folder, name, store, env = {} }: JournalOf): Promise<JournalPlace> {
  const base = baseOf(folder, name);
  const batches = `${base}.batches`;
  if (store === undefined || store === "") {
    const path = `${base}.units.jsonl`;
    // Machines may have folders of the same name.
    return placeOf(new FileJournal(path, `${base}.logs`), batches, `${hostname()}\n${path}`);
  }
  const { openObjectJournal } = await import("./object-journal.ts");
  const journal = openObjectJournal(store, { name: fileName(name), folder, env });
  return placeOf(journal, batches, journal.address);
}

/** A folder for what an engine's nodes read of the notebook's schedules. */
export const scheduleFolder = (folder: string, name: string): string => `${baseOf(folder, name)}.schedule`;

const baseOf = (folder: string, name: string): string => join(folder, ".pipenb", fileName(name));

const placeOf = (journal: JournalStore, batches: string, address: string): JournalPlace => ({
  ...{ journal, batches },
  get id() {
    return digest(address, 24);
  },
});

/** Node's crypto takes 10 milliseconds to load, and who only shows a journal has no use for it. */
const digest = (text: string, length: number): string =>
  process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex").slice(0, length);

const logName = (unit: string, attempt: number): string => `${fileName(unit)}.${attempt}.log`;
const resultName = (unit: string, attempt: number): string => `${fileName(unit)}.${attempt}.result.json`;

/** Keeps what an attempt has written, and its result where it has one. */
export async function keepLog(
  { journal }: JournalPlace,
  { unit, attempt }: Pick<Run, "unit" | "attempt">,
  { log, result }: ReturnType<typeof splitResult>,
): Promise<void> {
  await journal.keep(logName(unit, attempt), log);
  if (result !== undefined) await journal.keep(resultName(unit, attempt), `${result}\n`);
}

/** The result of an attempt, as it was written; undefined where none was kept. */
export function keptResult(
  { journal }: JournalPlace,
  unit: string,
  attempt: number,
): Promise<string | undefined> {
  return journal.kept(resultName(unit, attempt));
}

/** What an attempt has written; undefined where nothing was kept. */
export function keptLog(
  { journal }: JournalPlace,
  unit: string,
  attempt: number,
): Promise<string | undefined> {
  return journal.kept(logName(unit, attempt));
}

/** Any text as the name of a file; a long one by its beginning and a digest. */
function fileName(text: string): string {
  const name = encodeURIComponent(text).replaceAll("*", "%2A");
  if (name.length <= 120 && !/^\.*$/.test(name)) return name;
  return `${name.slice(0, 80)}-${digest(text, 16)}`;
}
