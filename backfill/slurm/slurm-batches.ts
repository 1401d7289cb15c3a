/** Hands whole lists of units to Slurm as array jobs, and reads from files and its queue what becomes of them. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import type { Batch, BatchEngine, BatchSight } from "../batch/batch-engine.ts";
import type { Run } from "../run-engine.ts";
import {
  attemptLog,
  AttemptReader,
  keptBatch,
  keptBatches,
  makeBatchFolder,
  markDrained,
  removeBatchFolder,
  wholePath,
} from "./batch-folder.ts";
import { apptainerScript } from "./apptainer-script.ts";
import { batchScript, unitsText } from "./batch-script.ts";
import { unitMark, type WrittenRuntime } from "./script-parts.ts";
import { batchSight } from "./batch-sight.ts";
import type { SlurmClient } from "./slurm-client.ts";
import { mustReachImage } from "./reach-image.ts";
import { SlurmError } from "./slurm-error.ts";
import { arrayName, isActive, isWaiting, type ArrayPlace, type Task } from "./tasks.ts";

export interface SlurmSettings {
  /** A folder of this journal's own that all nodes see. */
  readonly folder: string;
  readonly runtime: WrittenRuntime;
  /** What every run is given, but for its command. */
  readonly container: ContainerSpec;
  /** The words behind the image for a unit. */
  readonly argsOf: (unit: string) => readonly string[];
}

/** So long files of another machine may be on their way, after Slurm says that what writes them has ended. */
const settleMilliseconds = 60_000;
/** The queue is asked no more often: all users of a cluster share its controller. */
const askMilliseconds = 3_000;

interface Watched {
  readonly reader: AttemptReader;
  readonly place: ArrayPlace;
  readonly arrays: number;
  tasks: readonly Task[];
  /** When the queue was asked, and when it had nothing of it that runs for the first time since. */
  askedAt: number;
  quietSince: number | undefined;
}

export class SlurmBatches implements BatchEngine {
  readonly #client: SlurmClient;
  readonly #settings: SlurmSettings;
  readonly #watched = new Map<string, Watched>();

  constructor(client: SlurmClient, settings: SlurmSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  async batches(): Promise<readonly Batch[]> {
    const found: Batch[] = [];
    for (const { batch } of await keptBatches(this.#settings.folder)) {
      const { tasks, attempts } = await this.#ask(batch);
      // Whoever made it was killed before Slurm had it.
      if (tasks.length === 0 && attempts.length === 0) await this.forget(batch);
      else found.push(batch);
    }
    return found;
  }

  isAway(error: unknown): boolean {
    return (
      error instanceof SlurmError &&
      error.facts.code === "refused" &&
      error.facts.said.includes("Unable to contact")
    );
  }

  async submit(batch: Batch): Promise<void> {
    const { folder: parent } = this.#settings;
    const texts = slurmFiles(batch, this.#settings);
    await mustReachImage(this.#client, this.#settings.container);
    const size = await this.#client.mostIndexes();
    await mkdir(parent, { recursive: true });
    const folder = join(await wholePath(parent), batch.name);
    await makeBatchFolder(folder, { batch, size, submitted: new Date().toISOString() }, texts);
    const { place, arrays, tasks } = await this.#watch(batch);
    if (tasks.length > 0) return;
    let after: string | undefined;
    try {
      for (let piece = 0; piece < arrays; piece += 1) {
        const first = piece * place.size;
        const count = Math.min(place.size, batch.units.length - first);
        const { parallel } = batch;
        const name = arrayName(batch.name, piece);
        after = await this.#client.submit({ name, count, parallel, first, after, folder });
      }
    } catch (error) {
      // Nothing of it is there, so that a better command begins anew.
      if (after === undefined) await this.forget(batch);
      throw error;
    }
    this.#watched.delete(batch.name);
  }

  async look(batch: Batch): Promise<BatchSight> {
    const { tasks, attempts, quietSince } = await this.#ask(batch);
    const isSettled = quietSince !== undefined && Date.now() - quietSince >= settleMilliseconds;
    return batchSight(batch, { tasks, attempts, isSettled });
  }

  async drain(batch: Batch): Promise<void> {
    await this.#end(batch, { onlyWaiting: true });
  }

  async stop(batch: Batch): Promise<void> {
    await this.#end(batch, { onlyWaiting: false });
  }

  async log(batch: Batch, { unit, attempt }: Run): Promise<string | undefined> {
    const index = batch.units.findIndex((each) => each.unit === unit);
    return attemptLog(await this.#folderOf(batch), index, attempt);
  }

  async forget(batch: Batch): Promise<void> {
    this.#watched.delete(batch.name);
    await removeBatchFolder(await this.#folderOf(batch));
  }

  async #folderOf({ name }: Batch): Promise<string> {
    return join(await wholePath(this.#settings.folder), name);
  }

  /** The queue first, then the files: what has ended in the queue has written its files. */
  async #ask(batch: Batch) {
    const watched = await this.#watch(batch);
    const attempts = await watched.reader.read();
    return { ...watched, attempts };
  }

  async #watch(batch: Batch): Promise<Watched> {
    const known = this.#watched.get(batch.name);
    const now = Date.now();
    if (known !== undefined && now - known.askedAt < askMilliseconds) return known;
    const watched = known ?? (await this.#begin(batch));
    await watched.reader.readOlder();
    watched.tasks = await this.#client.tasks(watched.place, watched.arrays);
    watched.askedAt = now;
    watched.quietSince = watched.tasks.some(isActive) ? undefined : (watched.quietSince ?? now);
    this.#watched.set(batch.name, watched);
    return watched;
  }

  async #begin(batch: Batch): Promise<Watched> {
    const folder = await this.#folderOf(batch);
    const size = (await keptBatch(folder))?.size ?? batch.units.length;
    return {
      reader: new AttemptReader(folder),
      place: { name: batch.name, folder, size },
      arrays: Math.ceil(batch.units.length / size),
      tasks: [],
      askedAt: 0,
      quietSince: undefined,
    };
  }

  async #end(batch: Batch, { onlyWaiting }: { readonly onlyWaiting: boolean }): Promise<void> {
    // What is tried again after this look is not in the queue yet.
    await markDrained(await this.#folderOf(batch));
    this.#watched.delete(batch.name);
    const { tasks } = await this.#watch(batch);
    const ending = tasks.filter((task) => (onlyWaiting ? isWaiting(task) : isActive(task)));
    await this.#client.cancel([...new Set(ending.map(({ job }) => job))], { onlyWaiting });
  }
}

/** What an array job of the batch needs in its folder, by the names of the files. Throws a `SlurmError` for a unit that cannot be there. */
export function slurmFiles(
  batch: Batch,
  { runtime, container, argsOf }: Omit<SlurmSettings, "folder">,
): ReadonlyMap<string, string> {
  const command = argsOf(unitMark);
  for (const { unit } of batch.units) {
    const expected = command.map((word) => word.replaceAll(unitMark, unit));
    const isSame = argsOf(unit).every((word, at) => word === expected[at]);
    if (!isSame || /\p{Cc}/u.test(unit)) throw new SlurmError({ code: "unit-text", unit });
  }
  const filled = { ...container, command };
  if (runtime === "apptainer" && container.image.startsWith("sha256:"))
    throw new SlurmError({ code: "needs-registry" });
  const script =
    runtime === "apptainer"
      ? apptainerScript(batch, filled)
      : batchScript(batch, { runtime, container: filled });
  return new Map([
    ["batch.sh", script],
    ["units", unitsText(batch.units)],
  ]);
}
