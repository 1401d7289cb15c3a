/** Carries a backfill out: does what the queue says, over a journal, an engine and a clock. */
import type { Entry, UnitEntry } from "./journal/entry.ts";
import {
  newBackfill,
  step,
  type BackfillCommand,
  type BackfillEvent,
  type BackfillState,
  type Settings,
} from "./queue.ts";
import type { Run, RunEngine } from "./run-engine.ts";
import type { Job } from "./select-units.ts";

/** How far a backfill is. */
export interface Counts {
  readonly done: number;
  /** Ended otherwise, for good. */
  readonly failed: number;
  readonly running: readonly string[];
}

/** A backfill on its way, whatever carries it out. */
export interface RunningBackfill {
  /** Resolves once nothing is left to be done, or it was stopped; with what has gone wrong but for the runs themselves. */
  run(): Promise<{ readonly error: unknown }>;
  /** Starts nothing any more; `atOnce` stops what runs. */
  stop(atOnce: boolean): void;
  /** Leaves runs where they are; they are found again the next time. */
  leave(): void;
}

/** Where changes are written; resolves once they are on the disk. */
export interface Journal {
  append(entry: Entry): Promise<void>;
}

export interface Clock {
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Calls back after so many milliseconds; gives what takes that back. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** What every backfill is carried out with. */
export interface CarryOutParts {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Keeps the log of a run that has ended, before it is forgotten. */
  readonly keepLog: (run: Run, text: string) => Promise<void>;
  /** Told of every line that is written, and how far it is then. */
  readonly onChange: (entry: UnitEntry, counts: Counts) => void;
}

export interface BackfillParts extends CarryOutParts {
  readonly jobs: readonly Job[];
  readonly engine: RunEngine;
}

/** How it has ended, and what has gone wrong but for the runs themselves. */
export interface BackfillEnd {
  readonly state: BackfillState;
  readonly error: unknown;
}

export class Backfill implements RunningBackfill {
  readonly #parts: BackfillParts;
  readonly #ended: Promise<BackfillEnd>;
  #end: (end: BackfillEnd) => void = () => undefined;
  /** Ends waiting for an engine that is away. */
  readonly #leaving = new AbortController();
  readonly #rests = new Set<() => void>();
  /** By unit. */
  readonly #stops = new Map<string, Promise<void>>();
  /** What the next command need not wait for; the end does. */
  readonly #beside = new Set<Promise<void>>();
  #state: BackfillState;
  /** Commands are done one after the other. */
  #doing: Promise<void> = Promise.resolve();
  #error: unknown;

  constructor(parts: BackfillParts) {
    this.#parts = parts;
    this.#state = newBackfill(parts.jobs, parts.settings);
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  run(): Promise<BackfillEnd> {
    this.#take({ type: "begin", now: this.#parts.clock.now() });
    return this.#ended;
  }

  stop(atOnce: boolean): void {
    this.#take({ type: "stop", atOnce });
  }

  leave(): void {
    this.#leaving.abort();
  }

  #take(event: BackfillEvent): void {
    const { state, commands } = step(this.#state, event);
    this.#state = state;
    this.#doing = this.#doing.then(() => this.#doAll(commands));
  }

  async #doAll(commands: readonly BackfillCommand[]): Promise<void> {
    const refused = new Set<string>();
    for (const command of commands) {
      // What the journal does not know of must not be started, nor be forgotten.
      const unit = "run" in command ? command.run.unit : undefined;
      if (unit !== undefined && refused.has(unit)) {
        if (command.do === "run") this.#take({ type: "refused", unit });
        continue;
      }
      try {
        await this.#do(command);
      } catch (error) {
        this.#error ??= error;
        if (command.do === "write") {
          refused.add(command.entry.unit);
          this.#take({ type: "stop", atOnce: false });
        }
      }
    }
  }

  async #do(command: BackfillCommand): Promise<void> {
    const { journal, engine, clock, onChange } = this.#parts;
    switch (command.do) {
      case "write":
        await journal.append(command.entry);
        onChange(command.entry, countsOf(this.#state));
        break;
      case "run":
        void this.#run(command.run, command.givesUpLost);
        break;
      case "forget":
        void this.#doBeside(this.#forget(command.run));
        break;
      case "rest": {
        const cancel = clock.after(command.milliseconds, () => {
          this.#rests.delete(cancel);
          this.#take({ type: "due", unit: command.unit, now: clock.now() });
        });
        this.#rests.add(cancel);
        break;
      }
      case "stop":
        // It may take ten seconds: the others are to be asked at once, and what ends meanwhile is to be written down.
        this.#stops.set(command.run.unit, this.#doBeside(engine.stop(command.run)));
        break;
      case "end":
        for (const cancel of this.#rests) cancel();
        await Promise.all(this.#beside);
        // Nobody waits any more for what is lost.
        this.#leaving.abort();
        this.#end({ state: this.#state, error: this.#error });
        break;
    }
  }

  #doBeside(doing: Promise<void>): Promise<void> {
    const done = doing
      .catch((error: unknown) => {
        this.#error ??= error;
      })
      .finally(() => this.#beside.delete(done));
    this.#beside.add(done);
    return done;
  }

  /** Never while it is still being stopped. */
  async #forget(run: Run): Promise<void> {
    await this.#stops.get(run.unit);
    await this.#parts.engine.forget(run);
  }

  /** Before the journal knows its end: afterwards it is no news, and nobody would ask for the log again. */
  async #keepLog(run: Run): Promise<void> {
    const { engine, keepLog } = this.#parts;
    try {
      const text = await engine.log(run);
      if (text !== undefined) await keepLog(run, text);
    } catch (error) {
      this.#error ??= error;
    }
  }

  async #run(run: Run, givesUpLost: boolean): Promise<void> {
    const { engine, clock } = this.#parts;
    try {
      const end = await engine.run(run, {
        signal: this.#leaving.signal,
        givesUpLost,
        onLost: () => {
          this.#take({ type: "lost", unit: run.unit, now: clock.now() });
        },
      });
      await this.#keepLog(run);
      this.#take({ type: "ended", unit: run.unit, end, now: clock.now(), random: clock.random() });
    } catch (error) {
      if (!this.#leaving.signal.aborted) this.#error ??= error;
      this.#take({ type: "refused", unit: run.unit });
    }
  }
}

const countsOf = ({ done, failed, running }: BackfillState): Counts => ({
  done,
  failed,
  running: [...running.keys()],
});
