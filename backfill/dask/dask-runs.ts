/** Runs units as containers that the workers of a Dask cluster start. */
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { ContainerSpec } from "../../containers/engine/engine.ts";
import { attemptLabel, journalLabel, runEnvironment, runLabels, unitLabel } from "../container-runs.ts";
import type { UnitEntry } from "../journal/entry.ts";
import type { Run, RunEnd, RunEngine, RunOptions } from "../run-engine.ts";
import { runName } from "../run-key.ts";
import { containerOptions } from "../slurm/container-options.ts";
import type { DaskClient } from "./dask-client.ts";

const stopMilliseconds = 1_000;

const EndSchema = z.union([
  z.object({ code: z.null() }),
  z.object({ code: z.number(), interrupted: z.boolean() }),
]);
const LogSchema = z.array(z.string().nullable());
const ContainersSchema = z.array(
  z.array(z.object({ name: z.string(), running: z.boolean(), labels: z.record(z.string(), z.string()) })),
);

/** What all runs have in common. */
export interface DaskRunSettings {
  /** "sha256:…" */
  readonly image: string;
  /** With an image that the workers' engines have; all but what is the run's own. */
  readonly container: ContainerSpec;
  readonly argsOf: (unit: string) => readonly string[];
  readonly journalId: string;
  /** What is not as one would think, in a sentence. */
  readonly onNote: (sentence: string) => void;
}

export class DaskRuns implements RunEngine {
  readonly #client: DaskClient;
  readonly #settings: DaskRunSettings;
  /** Those that somebody waits for. */
  readonly #running = new Set<string>();
  readonly #stopped = new Set<string>();
  #connected: Promise<void> | undefined;

  constructor(client: DaskClient, settings: DaskRunSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  async run(run: Run, { signal }: RunOptions): Promise<RunEnd> {
    const name = runName(run.key, run.attempt);
    this.#running.add(name);
    try {
      await (this.#connected ??= this.#connect());
      const asked = this.#client.ask({ question: "run", name, words: this.#words(run) });
      const end = EndSchema.parse(await untilAborted(asked, signal));
      if (end.code === null) return { kind: "gone" };
      // By force, where it does not end by itself.
      return { kind: "exit", code: end.code, interrupted: end.interrupted || this.#stopped.has(name) };
    } finally {
      this.#running.delete(name);
    }
  }

  /** One that waits for a worker is stopped once it has begun. */
  async stop(run: Run): Promise<void> {
    const name = runName(run.key, run.attempt);
    this.#stopped.add(name);
    const again = async (): Promise<void> => {
      while (this.#running.has(name)) {
        await this.#onEachHost("stop", name).catch(() => undefined); // `run` tells what is wrong
        await pause(stopMilliseconds, undefined, { ref: false });
      }
    };
    void again();
    return Promise.resolve();
  }

  async log(run: Run): Promise<string | undefined> {
    const logs = LogSchema.parse(await this.#onEachHost("log", runName(run.key, run.attempt)));
    return logs.find((each) => each !== null) ?? undefined;
  }

  async forget(run: Run): Promise<void> {
    await this.#onEachHost("remove", runName(run.key, run.attempt));
  }

  async sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]> {
    const left: string[] = [];
    for (const { name, running, labels } of await this.#ours()) {
      const unit = labels[unitLabel] ?? "";
      const entry = known(unit);
      if (entry?.state === "running" && String(entry.attempt) === labels[attemptLabel]) continue;
      if (running) left.push(unit);
      else await this.#onEachHost("remove", name);
    }
    return left;
  }

  async stopAll(): Promise<readonly string[]> {
    const running = (await this.#ours()).filter((each) => each.running);
    await Promise.all(running.map(({ name }) => this.#onEachHost("stop", name)));
    return running.map(({ labels }) => labels[unitLabel] ?? "");
  }

  async #ours() {
    const label = `${journalLabel}=${this.#settings.journalId}`;
    const found = ContainersSchema.parse(await this.#onEachHost("containers", label)).flat();
    // Workers of several machines may ask the same engine.
    return [...new Map(found.map((each) => [each.name, each])).values()];
  }

  #onEachHost(question: "stop" | "remove" | "log" | "containers", name: string): Promise<unknown> {
    return this.#client.ask({ question, name, words: [] });
  }

  async #connect(): Promise<void> {
    if ((await this.#client.threads()) === 0)
      this.#settings.onNote("The cluster has no worker yet: units wait for one (dask worker ADDRESS).");
  }

  #words(run: Run): readonly string[] {
    const { container, image, journalId, argsOf } = this.#settings;
    const { environment, labels } = container;
    const spec = {
      ...container,
      environment: { ...environment, ...runEnvironment(image, run) },
      labels: { ...labels, ...runLabels(journalId, run) },
    };
    return [...containerOptions(spec), container.image, ...argsOf(run.unit)];
  }
}

/** Rejects as soon as nobody waits any more. */
function untilAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}
