import type { BatchEngine } from "../../backfill/batch/batch-engine.ts";
import type { AskedSettings } from "../../backfill/queue.ts";

/** Gives the files that carry a backfill out without pipenb, by their names. */
export type EngineFiles = (units: readonly string[], settings: AskedSettings) => ReadonlyMap<string, string>;

/** An engine that takes whole lists of units, and their files. */
export interface BatchesAndFiles {
  readonly engine: BatchEngine;
  readonly files: EngineFiles;
}
