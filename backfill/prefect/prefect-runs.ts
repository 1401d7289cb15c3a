/** Runs units as flow runs of a deployment on Prefect, whose workers start them. */
import { setTimeout as pause } from "node:timers/promises";
import { aliveLabel } from "../../pipeline/runner/prefect/flow-run-words.ts";
import { firstAwayMilliseconds, longestAwayMilliseconds, whileAway } from "../container-runs.ts";
import type { UnitEntry } from "../journal/entry.ts";
import { Looks } from "../looks.ts";
import type { Run, RunEnd, RunEngine, RunOptions } from "../run-engine.ts";
import { runName } from "../run-key.ts";
import { attemptOf, unitOf, type FlowRuns, type SeenFlowRun } from "./flow-runs.ts";
import { isPrefectAway } from "./prefect-client.ts";
import { endOf, isOver } from "./run-end.ts";
import { hear, isSilent, type Heard } from "./silence.ts";

export interface PrefectRunsOptions {
  /** What is not as one would think, in a sentence. */
  readonly onNote: (sentence: string) => void;
  /** In milliseconds. */
  readonly now: () => number;
  readonly lookMilliseconds: number;
}

export class PrefectRuns implements RunEngine {
  readonly #flowRuns: () => FlowRuns;
  readonly #options: PrefectRunsOptions;
  readonly #looks: Looks<SeenFlowRun>;
  /** Those of this process, by the names of runs, as they were seen last. */
  readonly #seen = new Map<string, SeenFlowRun>();
  /** Those that are to stop as soon as they are there. */
  readonly #stopped = new Set<string>();
  #isLateTold = false;

  /** They are asked for only where something is to be run or looked for. */
  constructor(flowRuns: () => FlowRuns, options: PrefectRunsOptions) {
    this.#flowRuns = flowRuns;
    this.#options = options;
    this.#looks = new Looks((ids) => flowRuns().look(ids), options.lookMilliseconds);
  }

  async run(run: Run, { signal, givesUpLost, onLost }: RunOptions): Promise<RunEnd> {
    const name = runName(run.key, run.attempt);
    let heard: Heard | undefined;
    let isLost = false;
    let wait = firstAwayMilliseconds;
    for (;;) {
      signal.throwIfAborted();
      try {
        const seen = await this.#look(run, name);
        if (seen === undefined) return { kind: "gone" };
        const end = endOf(seen.state);
        if (end !== undefined) return { ...end, interrupted: this.#stopped.has(name) };
        this.#tellLate(run, seen);
        const now = this.#options.now();
        heard = hear(heard, signOf(seen), now);
        if (!isLost && mayBeLost(seen) && isSilent(heard, now)) {
          if (givesUpLost) {
            await this.#flowRuns().cancel(seen, true);
            return { kind: "given-up" };
          }
          isLost = true;
          this.#tellLost(run, onLost);
        }
        wait = firstAwayMilliseconds;
      } catch (error) {
        if (!isPrefectAway(error)) throw error;
        heard = undefined;
        await pause(wait, undefined, { signal });
        wait = Math.min(longestAwayMilliseconds, wait * 2);
      }
    }
  }

  async stop(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#stopped.add(name);
    const seen = this.#seen.get(name);
    if (seen === undefined) return;
    const now = (await whileAway(() => this.#flowRuns().look([seen.id]), isPrefectAway)).get(seen.id);
    if (now !== undefined && !isOver(now)) await this.#flowRuns().cancel(now);
  }

  async log(run: Run): Promise<string | undefined> {
    return whileAway(async () => {
      const seen = this.#seen.get(runName(run.key, run.attempt)) ?? (await this.#find(run));
      return seen && (await this.#flowRuns().log(seen.id));
    }, isPrefectAway);
  }

  async forget(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    const seen = this.#seen.get(name);
    this.#seen.delete(name);
    this.#stopped.delete(name);
    if (seen === undefined) return;
    await whileAway(() => this.#flowRuns().release(seen), isPrefectAway).catch((error: unknown) => {
      // What stays is swept when the next backfill begins.
      if (!isPrefectAway(error)) throw error;
    });
  }

  async sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]> {
    const left: string[] = [];
    for (const seen of await this.#flowRuns().ours()) {
      const unit = unitOf(seen);
      const entry = known(unit);
      const isLooked = entry?.state === "running" || entry?.state === "lost";
      if (isLooked && entry.attempt === attemptOf(seen)) continue;
      if (isOver(seen)) await this.#flowRuns().release(seen);
      else left.push(unit);
    }
    return left;
  }

  async stopAll(): Promise<readonly string[]> {
    const running = (await this.#flowRuns().ours()).filter((seen) => !isOver(seen));
    for (const seen of running) await this.#flowRuns().cancel(seen);
    return running.map(unitOf);
  }

  /** undefined where somebody has deleted it. */
  async #look(run: Run, name: string): Promise<SeenFlowRun | undefined> {
    const before = this.#seen.get(name);
    const seen =
      before === undefined ? await this.#flowRuns().create(run) : await this.#looks.look(before.id);
    if (seen === undefined) return undefined;
    this.#seen.set(name, seen);
    if (before === undefined && this.#stopped.has(name) && !isOver(seen)) await this.#flowRuns().cancel(seen);
    return seen;
  }

  async #find({ unit, attempt }: Run): Promise<SeenFlowRun | undefined> {
    const ours = await this.#flowRuns().ours();
    return ours.find((seen) => unitOf(seen) === unit && attemptOf(seen) === attempt);
  }

  #tellLate({ unit }: Run, { state }: SeenFlowRun): void {
    if (state?.name !== "Late" || this.#isLateTold) return;
    this.#isLateTold = true;
    this.#options.onNote(
      `${unit} is late: no worker takes it. One more: prefect worker start --pool POOL --type docker; POOL is pipenb where you have named no other.`,
    );
  }

  #tellLost({ unit }: Run, onLost: () => void): void {
    this.#options.onNote(
      `${unit} is lost: Prefect believes that it runs, and nothing is heard of it. What it comes to counts all the same. Where its container is gone: pipenb deploy --to prefect --release, or the same command with --only lost.`,
    );
    onLost();
  }
}

/** Changes as long as it goes on. */
const signOf = ({ state, labels }: SeenFlowRun): string =>
  JSON.stringify([state?.type, state?.name, labels[aliveLabel]]);

/** What waits for a worker, or for a place, is not. */
const mayBeLost = ({ state }: SeenFlowRun): boolean =>
  ["PENDING", "RUNNING", "CANCELLING"].includes(state?.type ?? "");
