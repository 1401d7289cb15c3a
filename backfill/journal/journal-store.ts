/** Where a journal is kept, and the logs of its runs: beside the notebook, or in a store of objects. */
import type { Journal } from "../carry-out.ts";
import type { UnitEntry } from "./entry.ts";
import type { JournalState } from "./read-journal.ts";

/** The process that writes a journal. */
export interface Holder {
  readonly pid: number;
  /** Its machine; undefined for this one. */
  readonly host?: string | undefined;
}

/** A journal that is held for writing. */
export interface OpenJournal extends Journal {
  readonly state: JournalState;
  /** Gives it back. */
  close(): Promise<void>;
}

export type HeldJournal =
  { readonly kind: "held"; readonly journal: OpenJournal } | ({ readonly kind: "taken" } & Holder);

export interface JournalStore {
  /** A path, or `s3://BUCKET/KEY`. */
  readonly address: string;
  /** Other machines write to it too. */
  readonly isShared: boolean;
  /** What it says; an empty one where there is none. Reading changes nothing. */
  look(): Promise<JournalState>;
  /** All that it says of one unit, oldest first. */
  lookAtUnit(unit: string): Promise<readonly UnitEntry[]>;
  /** For one process at a time. `onStop` is called when somebody asks for the end of what it does. */
  hold(onStop: () => void): Promise<HeldJournal>;
  /** Asks whoever holds it to stop; gives who that is. */
  stopHolder(): Promise<Holder | undefined>;
  /** Calls back some time after a change; gives what ends that. */
  watch(onChange: () => void): () => void;
  /** Keeps a text beside the journal, whole or not at all. */
  keep(name: string, text: string): Promise<void>;
  /** undefined where none was kept. */
  kept(name: string): Promise<string | undefined>;
}
