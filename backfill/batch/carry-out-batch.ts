/** Carries a backfill out on an engine that takes whole lists of units: hands over what is to be run, and writes down what becomes of it. */
import { createHash } from "node:crypto";
import type { CarryOutParts, Counts, RunningBackfill } from "../carry-out.ts";
import type { UnitEntry } from "../journal/entry.ts";
import type { Settings } from "../queue.ts";
import type { Run } from "../run-engine.ts";
import type { Job } from "../select-units.ts";
import type { Batch, BatchEngine } from "./batch-engine.ts";
import { lostUnits, mergeSights } from "./merge-sights.ts";

export interface BatchParts extends CarryOutParts {
  /** What the journal says of each unit. */
  readonly known: ReadonlyMap<string, UnitEntry>;
  /** What is to be run, once what runs already has ended. */
  readonly plan: (known: ReadonlyMap<string, UnitEntry>) => readonly Job[];
  readonly engine: BatchEngine;
  /** Why it does not get on, in a sentence; told once. */
  readonly onTrouble: (sentence: string) => void;
  /** An error of the engine in words. */
  readonly describe: (error: unknown) => string;
}

const lookMilliseconds = 1_000;
const longestLookMilliseconds = 15_000;
/** An engine that cannot be asked is asked again: somebody starts it anew, or the network is down. */
const mostFailedLooks = 40;

const pauseAfter = (failures: number): number =>
  Math.min(longestLookMilliseconds, lookMilliseconds * 2 ** failures);

/** The same units, attempts and version have the same name. */
export function batchOf(jobs: readonly Run[], { version, parallel, retries, stopAfter }: Settings): Batch {
  const units = jobs.map(({ unit, key, attempt }) => ({ unit, key, attempt }));
  const text = JSON.stringify([version, units.map(({ unit, attempt }) => [unit, attempt])]);
  const name = `pipenb-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  return { name, version, units, parallel, retries, stopAfter };
}

type Stopping = "drain" | "stop" | "leave";

export class BatchBackfill implements RunningBackfill {
  readonly #parts: BatchParts;
  readonly #known: Map<string, UnitEntry>;
  readonly #told = new Set<string>();
  readonly #running = new Set<string>();
  readonly #failed = new Set<string>();
  #done = 0;
  /** Called when somebody asks for the end, so that nobody waits for the next look. */
  #wake: () => void = () => undefined;
  #stopping: Stopping | undefined;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#known = new Map(parts.known);
  }

  async run(): Promise<{ readonly error: unknown }> {
    try {
      for (const batch of await this.#parts.engine.batches()) await this.#watch(batch);
      await this.#write(lostUnits(this.#known, this.#now()));
      const jobs = this.#parts.plan(this.#known);
      if (jobs.length > 0 && this.#stopping === undefined) {
        const batch = batchOf(jobs, this.#parts.settings);
        await this.#submit(batch);
        await this.#watch(batch);
        await this.#write(lostUnits(this.#known, this.#now()));
      }
      return { error: undefined };
    } catch (error) {
      if (this.#isLeaving()) return { error: undefined };
      return { error: error instanceof Unwritten ? error.cause : error };
    }
  }

  stop(atOnce: boolean): void {
    if (this.#stopping === "leave") return;
    this.#stopping = atOnce ? "stop" : (this.#stopping ?? "drain");
    this.#wake();
  }

  leave(): void {
    this.#stopping = "leave";
    this.#wake();
  }

  /** It has answered before: one that is away now is asked again. */
  async #submit(batch: Batch): Promise<void> {
    const { engine, describe } = this.#parts;
    for (let failures = 0; ; failures += 1) {
      try {
        await engine.submit(batch);
        return;
      } catch (error) {
        const isLast = failures === mostFailedLooks || this.#stopping !== undefined;
        if (isLast || !engine.isAway(error)) throw error;
        this.#tell(`${describe(error)} It is tried again.`);
      }
      await this.#pause(pauseAfter(failures));
    }
  }

  /** Until it is over, and the journal knows it. */
  async #watch(batch: Batch): Promise<void> {
    const { engine } = this.#parts;
    let asked: Stopping | undefined;
    let failures = 0;
    for (;;) {
      try {
        const wanted = this.#stopping ?? (this.#hasFailedTooOften(batch) ? "drain" : undefined);
        if (wanted === "leave") throw new Error("left");
        if (wanted !== asked && asked !== "stop") {
          await (wanted === "stop" ? engine.stop(batch) : engine.drain(batch));
          asked = wanted;
        }
        const { sights, isOver, trouble } = await engine.look(batch);
        failures = 0;
        const news = mergeSights(this.#known, sights, { version: batch.version, at: this.#now() });
        await this.#write(news, batch);
        if (trouble !== undefined) this.#tell(trouble);
        if (isOver) break;
      } catch (error) {
        if (this.#isLeaving() || error instanceof Unwritten || ++failures > mostFailedLooks) throw error;
        this.#tell(this.#parts.describe(error));
      }
      await this.#pause(pauseAfter(Math.max(0, failures - 1)));
    }
    await engine.forget(batch);
  }

  #isLeaving(): boolean {
    return this.#stopping === "leave";
  }

  #hasFailedTooOften({ stopAfter }: Batch): boolean {
    return stopAfter !== undefined && this.#failed.size >= stopAfter;
  }

  /** What the journal does not take is told, and ends it: nothing may be forgotten that it does not know. */
  async #write(entries: readonly UnitEntry[], batch?: Batch): Promise<void> {
    for (const entry of entries) {
      // Before it is written down: afterwards it is no news, and nobody would ask for the log again.
      if (batch !== undefined && entry.state !== "running" && entry.state !== "lost")
        await this.#keepLog(batch, entry);
      await this.#parts.journal.append(entry).catch((error: unknown) => {
        throw new Unwritten(error);
      });
      this.#known.set(entry.unit, entry);
      this.#parts.onChange(entry, this.#count(entry));
    }
  }

  /** A log that cannot be had is no reason to end. */
  async #keepLog(batch: Batch, { unit, attempt }: UnitEntry): Promise<void> {
    const own = batch.units.find((each) => each.unit === unit);
    if (own === undefined) return;
    const run = { ...own, attempt };
    try {
      const text = await this.#parts.engine.log(batch, run);
      if (text !== undefined) await this.#parts.keepLog(run, text);
    } catch (error) {
      this.#tell(`The log of ${unit} could not be kept: ${this.#parts.describe(error)}`);
    }
  }

  #count({ unit, state }: UnitEntry): Counts {
    this.#running.delete(unit);
    if (state === "running") this.#running.add(unit);
    if (state === "failed") this.#failed.add(unit);
    if (state === "done") this.#done += 1;
    return { done: this.#done, failed: this.#failed.size, running: [...this.#running] };
  }

  #tell(sentence: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    this.#parts.onTrouble(sentence);
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(milliseconds, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** The journal could not be written. */
class Unwritten extends Error {
  constructor(cause: unknown) {
    super("The journal could not be written.", { cause });
  }
}
