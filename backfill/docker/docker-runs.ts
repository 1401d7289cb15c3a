/** Runs units as containers of an engine, of this machine or of another. */
import { setTimeout as pause } from "node:timers/promises";
import type { Limits } from "../../containers/figures/limits.ts";
import type { CarriedFiles } from "../../containers/elsewhere/carried-files.ts";
import { createCarrying } from "../../containers/elsewhere/create-carrying.ts";
import type { ContainerSpec, ContainerSummary, Engine, Mount } from "../../containers/engine/engine.ts";
import { EngineError } from "../../containers/engine/engine-error.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";
import {
  beatMilliseconds,
  lifeSignVariable,
  readLifeSign,
  type LifeSign,
} from "../../pipeline/result/life-sign.ts";
import type { UnitEntry } from "../journal/entry.ts";
import { signalExitCode } from "../../notebook/program/stop-signals.ts";
import type { Run, RunEnd, RunEngine, RunOptions } from "../run-engine.ts";
import {
  attemptLabel,
  firstAwayMilliseconds,
  graceSeconds,
  isAway,
  journalLabel,
  longestAwayMilliseconds,
  runEnvironment,
  runLabels,
  unitLabel,
  whileAway,
} from "../container-runs.ts";
import { runName } from "../run-key.ts";

/** What all runs have in common. */
export interface DockerRunSettings {
  /** "sha256:…", so that every unit runs in the same one. */
  readonly image: string;
  readonly mounts: readonly Mount[];
  /** "uid:gid"; the image's own where undefined. */
  readonly user: string | undefined;
  readonly limits: Limits;
  /** Of the engine, for every run; the engine's default where undefined. */
  readonly network?: string | undefined;
  /** The words behind the image for a unit. */
  readonly argsOf: (unit: string) => readonly string[];
  /** Tells the containers of this journal from those of others. */
  readonly journalId: string;
  /** What did not get to another machine or back, in sentences. */
  readonly onNote: (sentence: string) => void;
}

/** A folder of the container's own, in which any user may write. */
const lifeSignFolder = "/var/tmp/.pipenb";

/** After so long without another sign of life a run is taken for one that was broken off. */
const silentMilliseconds = 30_000;

/** Failures that are not understood: an engine that goes down breaks off its answer, or fails to start a container, in many ways. */
const mostOdd = 4;

export class DockerRuns implements RunEngine {
  readonly #engine: Engine;
  readonly #settings: DockerRunSettings;
  /** Files that went with containers of this process to another machine. */
  readonly #files = new Map<string, CarriedFiles>();
  /** Those that are to stop as soon as they have started. */
  readonly #stopped = new Set<string>();

  constructor(engine: Engine, settings: DockerRunSettings) {
    this.#engine = engine;
    this.#settings = settings;
  }

  async run(run: Run, { signal }: RunOptions): Promise<RunEnd> {
    const name = runName(run.key, run.attempt);
    let isKnown = false;
    let interrupted = false;
    let odd = 0;
    let isSecond = false;
    for (let look = firstAwayMilliseconds; ; look = Math.min(longestAwayMilliseconds, look * 2)) {
      try {
        const found = await this.#find(name);
        if (found === undefined && isKnown) return { kind: "gone" };
        if (found === undefined) await this.#create(run, name);
        isKnown = true;
        const unheard = found?.state === "created" ? await this.#unheard(name, signal) : undefined;
        if (unheard !== undefined) return unheard;
        if (found === undefined || found.state === "created") await this.#engine.start(name);
        // Of one that has just started, and again where the engine was away.
        if (this.#stopped.has(name)) await this.#engine.stop(name, graceSeconds);
      } catch (error) {
        if (isAway(error)) interrupted = true;
        else if (!isOdd(error)) throw error;
        else if (++odd >= mostOdd) {
          if (isSecond) throw error;
          isSecond = true;
          odd = 0;
          isKnown = false;
          await this.#giveUp(run, error);
        }
        await pause(look, undefined, { signal });
        continue;
      }
      try {
        const code = await this.#engine.wait(name);
        const notes = await this.#files.get(name)?.fetchEnded();
        notes?.forEach(this.#settings.onNote);
        return { kind: "exit", code, interrupted };
      } catch (error) {
        if (error instanceof EngineError && error.code === "no-such-object") return { kind: "gone" };
        if (!isAway(error) && ++odd >= mostOdd) throw error;
        interrupted = true;
      }
      await pause(look, undefined, { signal });
    }
  }

  async stop(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#stopped.add(name);
    await whileAway(() => this.#engine.stop(name, graceSeconds)).catch((error: unknown) => {
      if (!isAway(error)) throw error;
    });
  }

  async log(run: Run): Promise<string | undefined> {
    try {
      return await whileAway(() => this.#engine.logs(runName(run.key, run.attempt)));
    } catch (error) {
      // Some engines keep no logs.
      if (error instanceof EngineError) return undefined;
      throw error;
    }
  }

  async forget(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#files.delete(name);
    this.#stopped.delete(name);
    await whileAway(() => this.#engine.remove(name)).catch((error: unknown) => {
      // What stays is swept when the next backfill begins.
      if (!isAway(error)) throw error;
    });
  }

  async sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { id, state, labels } of await this.#ours()) {
      const unit = labels[unitLabel] ?? "";
      const entry = known(unit);
      if (entry?.state === "running" && String(entry.attempt) === labels[attemptLabel]) continue;
      if (state === "running") left.push(unit);
      else await this.#engine.remove(id);
    }
    return left;
  }

  async stopAll(): Promise<readonly string[]> {
    const running = (await this.#ours()).filter(({ state }) => state === "running");
    await Promise.all(running.map(({ id }) => this.#engine.stop(id, graceSeconds)));
    return running.map(({ labels }) => labels[unitLabel] ?? "");
  }

  #ours(): Promise<readonly ContainerSummary[]> {
    return this.#engine.containersWithLabel(`${journalLabel}=${this.#settings.journalId}`);
  }

  /** Files on another machine belong to the process that has brought them: a run of ours that has outlived it begins again. */
  async #find(name: string): Promise<ContainerSummary | undefined> {
    const found = await this.#engine.container(name);
    const isOrphan =
      this.#engine.elsewhere &&
      found?.labels[journalLabel] === this.#settings.journalId &&
      !this.#files.has(name);
    if (!isOrphan) return found;
    await this.#engine.stop(found.id, graceSeconds);
    await this.#engine.remove(found.id);
    return undefined;
  }

  async #create(run: Run, name: string): Promise<void> {
    try {
      const { files, notes } = await createCarrying(this.#engine, this.#spec(run, name));
      if (files !== undefined) this.#files.set(name, files);
      notes.forEach(this.#settings.onNote);
    } catch (error) {
      // Somebody else was faster, or our own request was heard after all. Engines say so in several ways.
      if (isAway(error) || (await this.#engine.container(name)) === undefined) throw error;
    }
  }

  /** How a run has ended of whose start the engine knows nothing, as it went down just then; undefined where it has not begun. */
  async #unheard(name: string, signal: AbortSignal): Promise<RunEnd | undefined> {
    let last: { readonly beat: string; readonly at: number } | undefined;
    for (;;) {
      const sign = await this.#lifeSign(name);
      if (sign === undefined) return undefined;
      if ("exitCode" in sign) return { kind: "exit", code: sign.exitCode, interrupted: true };
      if (sign.beat !== last?.beat) last = { beat: sign.beat, at: Date.now() };
      else if (Date.now() - last.at > silentMilliseconds)
        return { kind: "exit", code: signalExitCode("SIGKILL"), interrupted: true };
      await pause(beatMilliseconds, undefined, { signal });
    }
  }

  async #lifeSign(name: string): Promise<LifeSign | undefined> {
    let sign: LifeSign | undefined;
    try {
      const wanted = (path: string): boolean => path.endsWith(name);
      for await (const { contents } of this.#engine.getArchive(name, lifeSignFolder, { wanted }))
        sign = readLifeSign(Buffer.from(contents).toString());
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "no-such-object")) throw error;
    }
    return sign;
  }

  /** One that was caught in the moment of its start when the engine went down can never be started again. */
  async #giveUp(run: Run, error: EngineError): Promise<void> {
    const why = "said" in error.facts ? `: ${error.facts.said}` : "";
    this.#settings.onNote(`${run.unit} does not start, and gets another container${why}.`);
    await this.#engine.remove(runName(run.key, run.attempt));
  }

  #spec(run: Run, name: string): ContainerSpec {
    const { image, mounts, user, limits, network, argsOf, journalId } = this.#settings;
    return {
      ...pipelineContainer({
        image,
        args: argsOf(run.unit),
        mounts,
        user,
        limits,
        environment: {
          ...runEnvironment(image, run),
          [lifeSignVariable]: `${lifeSignFolder}/${name}`,
        },
        labels: runLabels(journalId, run),
      }),
      name,
      ...(network === undefined ? {} : { network }),
    };
  }
}

const isOdd = (error: unknown): error is EngineError =>
  error instanceof EngineError && error.code === "engine";
