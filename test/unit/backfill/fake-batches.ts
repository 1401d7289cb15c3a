/** An engine that takes whole lists of units, in the world of fake-world.ts. */
import type { Batch, BatchEngine, Sight } from "../../../backfill/batch/batch-engine.ts";
import type { Run } from "../../../backfill/run-engine.ts";
import { runName } from "../../../backfill/run-key.ts";
import type { FakeProcess, FakeWorld } from "./fake-world.ts";

/** A list on its way; it goes on whatever becomes of the command. */
class FakeBatch {
  readonly batch: Batch;
  readonly sights: Sight[] = [];
  readonly #world: FakeWorld;
  #waiting: Run[];
  #running = 0;
  #resting = 0;

  constructor(world: FakeWorld, batch: Batch) {
    this.#world = world;
    this.batch = batch;
    this.#waiting = [...batch.units];
    this.#fill();
  }

  get isOver(): boolean {
    return this.#waiting.length + this.#running + this.#resting === 0;
  }

  drain(): void {
    this.#waiting = [];
  }

  stop(): void {
    this.drain();
    for (const { unit, attempt, state } of this.sights.filter((each) => each.state === "running")) {
      const own = this.batch.units.find((each) => each.unit === unit);
      const container = own && this.#world.containers.get(runName(own.key, attempt));
      if (container !== undefined && state === "running") this.#world.finish(container, 143);
    }
  }

  #fill(): void {
    for (;;) {
      const [run, ...rest] = this.#waiting;
      if (run === undefined || this.#running + this.#resting >= this.batch.parallel) return;
      this.#waiting = rest;
      this.#run(run);
    }
  }

  #run(run: Run): void {
    this.#running += 1;
    const first = this.batch.units.find(({ unit }) => unit === run.unit)?.attempt ?? 1;
    const at = this.sights.push({ unit: run.unit, attempt: run.attempt, state: "running" }) - 1;
    const name = runName(run.key, run.attempt);
    this.#world.start(name, run).waiting.add((end) => {
      const code = end.kind === "exit" ? end.code : undefined;
      const again = code === 75 && run.attempt - first < this.batch.retries;
      const state = code === 0 ? "done" : code === 143 ? "stopped" : again ? "retrying" : "failed";
      this.sights[at] = { unit: run.unit, attempt: run.attempt, state, code };
      this.#world.containers.delete(name);
      this.#running -= 1;
      if (again) {
        this.#resting += 1;
        this.#world.at(2_000, () => {
          this.#resting -= 1;
          this.#run({ ...run, attempt: run.attempt + 1 });
        });
      }
      this.#fill();
    });
  }
}

export class FakeBatches {
  readonly #world: FakeWorld;
  readonly #batches = new Map<string, FakeBatch>();

  constructor(world: FakeWorld) {
    this.#world = world;
  }

  /** As a process sees it, which may be killed before and after each thing it asks for. */
  seenBy(process: FakeProcess): BatchEngine {
    const known = ({ name }: Batch): FakeBatch => {
      const found = this.#batches.get(name);
      if (found === undefined) throw new Error(`There is no ${name}.`);
      return found;
    };
    const asked = <Answer>(what: () => Answer): Promise<Answer> => process.asked(what);
    return {
      batches: () => asked(() => [...this.#batches.values()].map(({ batch }) => batch)),
      submit: (batch) =>
        asked(() => {
          if (!this.#batches.has(batch.name))
            this.#batches.set(batch.name, new FakeBatch(this.#world, batch));
        }),
      isAway: () => false,
      look: (batch) =>
        asked(() => {
          const { sights, isOver } = known(batch);
          return { sights: [...sights], isOver };
        }),
      drain: (batch) =>
        asked(() => {
          known(batch).drain();
        }),
      stop: (batch) =>
        asked(() => {
          known(batch).stop();
        }),
      log: () => asked(() => ""),
      forget: (batch) =>
        asked(() => {
          this.#batches.delete(batch.name);
        }),
    };
  }
}
