/** What a command that comes later knows of lists that were handed over: a file for each, beside the journal. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../../containers/files/replace-file.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import { parsedJson } from "../../notebook/parsed-json.ts";
import type { Batch } from "../batch/batch-engine.ts";
import type { DagClock, Pieces } from "./pieces.ts";

export interface KeptBatch {
  readonly batch: Batch;
  /** ISO 8601 */
  readonly submitted: string;
  /** By which its backfills and runs are known from all others: given once. */
  readonly mark: string;
  readonly dag: string;
  readonly clock: DagClock;
  /** How often the DAG tries a run again. */
  readonly retries: number;
  readonly pieces: Pieces;
  /** The name of the parameter that takes the unit, and the values of all others. */
  readonly parameter: string;
  readonly conf: ParameterValues;
  /** Nothing is started any more; "stop" ends what runs. */
  readonly stopping?: "drain" | "stop";
}

const ending = ".airflow.json";

export async function keepBatch(folder: string, kept: KeptBatch): Promise<void> {
  await mkdir(folder, { recursive: true });
  await replaceFile(join(folder, `${kept.batch.name}${ending}`), JSON.stringify(kept));
}

/** The oldest first. */
export async function keptBatches(folder: string): Promise<readonly KeptBatch[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .map((name) => keptBatch(folder, name.slice(0, -ending.length))),
  );
  return found.filter((each) => each !== undefined).sort((a, b) => (a.submitted < b.submitted ? -1 : 1));
}

/** undefined where there is none. */
export async function keptBatch(folder: string, name: string): Promise<KeptBatch | undefined> {
  const text = await readFile(join(folder, `${name}${ending}`), "utf8").catch(() => "");
  // SAFETY: written whole by this file, in a folder that is ours.
  return parsedJson(text) as KeptBatch | undefined;
}

export const forgetBatch = (folder: string, name: string): Promise<void> =>
  rm(join(folder, `${name}${ending}`), { force: true });
