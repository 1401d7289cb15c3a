/** A batch's folder, which the nodes see too: its script and its units, and what the script writes of each attempt. */
import { access, mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../containers/files/make-folder.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { parseAttemptFile, parseEnd, type Attempt, type AttemptEnd, type AttemptFile } from "./attempts.ts";

/** A batch as it was handed over. */
export interface KeptBatch {
  readonly batch: Batch;
  /** How many indexes one of its arrays has. */
  readonly size: number;
  /** ISO 8601 */
  readonly submitted: string;
}

/** Makes it whole, or finds the one that is there. */
export async function makeBatchFolder(
  folder: string,
  kept: KeptBatch,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  await makeFolder(folder, async (unfinished) => {
    await mkdir(join(unfinished, "runs"));
    for (const [name, text] of texts) await writeFile(join(unfinished, name), text);
    await writeFile(join(unfinished, "batch.json"), JSON.stringify(kept));
  });
}

/** Those in the folder, the oldest first. */
export async function keptBatches(parent: string): Promise<readonly KeptBatch[]> {
  const names = await readdir(parent).catch(() => []);
  const found = await Promise.all(names.map((name) => keptBatch(join(parent, name))));
  return found.filter((each) => each !== undefined).sort((a, b) => (a.submitted < b.submitted ? -1 : 1));
}

/** undefined where there is none. The file is whole: its folder has its name only then. */
export async function keptBatch(folder: string): Promise<KeptBatch | undefined> {
  const text = await readFile(join(folder, "batch.json"), "utf8").catch(() => undefined);
  // SAFETY: written by this file, in a folder that is ours.
  return text === undefined || /\.making-/.test(folder) ? undefined : (JSON.parse(text) as KeptBatch);
}

/** Reads attempts again and again, and each end once. */
export class AttemptReader {
  readonly #folder: string;
  readonly #ends = new Map<string, AttemptEnd>();
  #older: ReadonlySet<string> = new Set();

  constructor(folder: string) {
    this.#folder = join(folder, "runs");
  }

  /** What is begun by now is older than what Slurm is asked next. */
  async readOlder(): Promise<void> {
    this.#older = new Set((await this.#files()).map(idOf));
  }

  async read(): Promise<readonly Attempt[]> {
    const files = await this.#files();
    const ended = new Set(files.filter(({ kind }) => kind === "code").map(idOf));
    const begun = files.filter(({ kind }) => kind === "begun");
    const attempts: Attempt[] = [];
    for (const { index, attempt } of begun) {
      const id = idOf({ index, attempt });
      const end = ended.has(id) ? await this.#end(id) : undefined;
      attempts.push({ index, attempt, end, isOlder: this.#older.has(id) });
    }
    return attempts;
  }

  async #files(): Promise<readonly AttemptFile[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.flatMap((name) => parseAttemptFile(name) ?? []);
  }

  async #end(id: string): Promise<AttemptEnd | undefined> {
    const known = this.#ends.get(id);
    if (known !== undefined) return known;
    const end = parseEnd(await readFile(join(this.#folder, `${id}.code`), "utf8"));
    // What is to be tried again may become a failure, where Slurm does not take it.
    if (end !== undefined && !end.again) this.#ends.set(id, end);
    return end;
  }
}

const idOf = ({ index, attempt }: { readonly index: number; readonly attempt: number }): string =>
  `${index}.${attempt}`;

/** What an attempt has written; undefined where that is not there. */
export const attemptLog = (folder: string, index: number, attempt: number): Promise<string | undefined> =>
  readFile(join(folder, "runs", `${index}.${attempt}.log`), "utf8").catch(() => undefined);

/** From now on the script begins no attempt. */
export const markDrained = (folder: string): Promise<void> => writeFile(join(folder, "drain"), "");

/** As Slurm tells it: without links. */
export const wholePath = async (folder: string): Promise<string> =>
  await access(folder)
    .then(() => realpath(folder))
    .catch(() => folder);

export const removeBatchFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true });
