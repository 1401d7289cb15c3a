/** A clock, an engine and a disk for backfills, and a process that can be killed at any moment of its doing. */
import type { Clock } from "../../../backfill/carry-out.ts";
import { lineOf, type Entry } from "../../../backfill/journal/entry.ts";
import type { Run, RunEnd, RunEngine } from "../../../backfill/run-engine.ts";
import { runName } from "../../../backfill/run-key.ts";

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Container {
  readonly unit: string;
  code: number | undefined;
  readonly waiting: Set<(end: RunEnd) => void>;
  removed: boolean;
}

/** What outlives the process: time, the engine's containers, the bytes of the journal. */
export class FakeWorld {
  now = Date.UTC(2022, 0, 1);
  journal: Uint8Array = new Uint8Array();
  readonly random: () => number;
  readonly containers = new Map<string, Container>();
  /** Attempts whose log was kept, as `UNIT ATTEMPT`. */
  readonly logs = new Set<string>();
  /** How often each unit has succeeded. */
  readonly succeeded = new Map<string, number>();
  /** Two runs of a unit at once. */
  overlaps = 0;
  readonly #codeOf: (unit: string, attempt: number) => number;
  #timers: { readonly at: number; readonly call: () => void; readonly process: FakeProcess | undefined }[] =
    [];

  constructor(seed: number, codeOf: (unit: string, attempt: number) => number) {
    this.random = dice(seed);
    this.#codeOf = codeOf;
  }

  at(milliseconds: number, call: () => void, process?: FakeProcess): () => void {
    const timer = { at: this.now + milliseconds, call, process };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Lets time go on until that has happened. */
  async until(isOver: () => boolean): Promise<void> {
    for (;;) {
      // What follows from what has just happened comes first.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      if (isOver()) return;
      this.#timers = this.#timers.filter(({ process }) => process?.alive !== false);
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) throw new Error("Nothing will ever happen again.");
      this.#timers = this.#timers.filter((each) => each !== next);
      this.now = Math.max(this.now, next.at);
      next.call();
    }
  }

  start(name: string, { unit, attempt }: Run): Container {
    const there = this.containers.get(name);
    if (there !== undefined) return there;
    const others = [...this.containers.values()].filter((each) => each.unit === unit);
    if (others.some(({ code, removed }) => code === undefined && !removed)) this.overlaps += 1;
    const made: Container = { unit, code: undefined, waiting: new Set(), removed: false };
    this.containers.set(name, made);
    this.at(1_000 + this.random() * 9_000, () => {
      this.finish(made, this.#codeOf(unit, attempt));
    });
    return made;
  }

  finish(container: Container, code: number): void {
    if (container.code !== undefined || container.removed) return;
    container.code = code;
    if (code === 0) this.succeeded.set(container.unit, (this.succeeded.get(container.unit) ?? 0) + 1);
    for (const tell of container.waiting) tell({ kind: "exit", code, interrupted: false });
  }
}

/** A process that does nothing any more from the moment it was killed. */
export class FakeProcess {
  alive = true;
  readonly #world: FakeWorld;
  /** Moments until it is killed. */
  #left: number;

  constructor(world: FakeWorld, moments: number) {
    this.#world = world;
    this.#left = moments;
  }

  /** So many moments, at each of which it may be killed; gives how many it has survived. */
  #moments(count: number): number {
    const survived = this.alive ? Math.min(count, this.#left) : 0;
    this.#left -= count;
    if (this.#left < 0) this.alive = false;
    return survived;
  }

  /** May be the last. */
  async moment(): Promise<void> {
    await Promise.resolve();
    this.#moments(1);
    if (!this.alive) await new Promise(() => undefined);
  }

  /** A request, before and after which it may be killed. */
  async asked<Answer>(request: () => Answer): Promise<Answer> {
    await this.moment();
    const answer = request();
    await this.moment();
    return answer;
  }

  readonly clock: Clock = {
    now: () => this.#world.now,
    random: () => this.#world.random(),
    after: (milliseconds, callback) => this.#world.at(milliseconds, callback, this),
  };

  /** Every byte is a moment. */
  async append(entry: Entry): Promise<void> {
    const line = Buffer.from(lineOf(entry));
    const written = line.subarray(0, this.#moments(line.length));
    this.#world.journal = Buffer.concat([this.#world.journal, written]);
    await this.moment();
  }

  /** A file of its own. */
  async keepLog({ unit, attempt }: Run): Promise<void> {
    await this.asked(() => this.#world.logs.add(`${unit} ${attempt}`));
  }

  readonly engine: RunEngine = {
    run: async (run) => {
      await this.moment();
      const container = this.#world.start(runName(run.key, run.attempt), run);
      await this.moment();
      const end = await new Promise<RunEnd>((resolve) => {
        if (container.code === undefined) container.waiting.add(resolve);
        else resolve({ kind: "exit", code: container.code, interrupted: false });
      });
      await this.moment();
      return end;
    },
    stop: async (run) => {
      await this.moment();
      const container = this.#world.containers.get(runName(run.key, run.attempt));
      if (container !== undefined) this.#world.finish(container, 143);
    },
    log: async () => {
      await this.moment();
      return "";
    },
    forget: async (run) => {
      await this.moment();
      const container = this.#world.containers.get(runName(run.key, run.attempt));
      if (container !== undefined) container.removed = true;
      this.#world.containers.delete(runName(run.key, run.attempt));
      await this.moment();
    },
    sweep: () => Promise.resolve([]),
    stopAll: () => Promise.resolve([]),
  };
}
