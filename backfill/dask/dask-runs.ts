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
import { DaskError } from "./dask-error.ts";

const stopMilliseconds = 1_000;

const EndSchema = z.union([
  z.object({ code: z.null() }),
  z.object({ code: z.number(), interrupted: z.boolean() }),
]);
/** What the engine of each machine that has workers says, by one of them. */
const HostsSchema = z.array(
  z.union([z.object({ error: z.string() }), z.object({ worker: z.string(), answer: z.unknown() })]),
);
const LogSchema = z.array(z.object({ answer: z.string().nullable() }));
const ContainersSchema = z.array(
  z.object({
    worker: z.string(),
    answer: z.array(
      z.object({ name: z.string(), running: z.boolean(), labels: z.record(z.string(), z.string()) }),
    ),
  }),
);

interface Heard {
  readonly answers: readonly { readonly worker: string; readonly answer: unknown }[];
  /** Why one of the machines says nothing, or none does. */
  readonly error: DaskError | undefined;
}

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
  /** By which worker a container was found that somebody else has begun: an engine elsewhere knows nothing of it. */
  readonly #found = new Map<string, string>();
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
      const asked = this.#client.ask({
        ...{ question: "run", name, words: this.#words(run) },
        worker: this.#found.get(name),
      });
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
        await this.#doOnEachHost("stop", name).catch(() => undefined); // `run` tells what is wrong
        await pause(stopMilliseconds, undefined, { ref: false });
      }
    };
    void again();
    return Promise.resolve();
  }

  async log(run: Run): Promise<string | undefined> {
    const { answers, error } = await this.#onEachHost("log", runName(run.key, run.attempt));
    const log = LogSchema.parse(answers).find(({ answer }) => answer !== null)?.answer ?? undefined;
    // Whoever says nothing may have it.
    if (log === undefined && error !== undefined) throw error;
    return log;
  }

  async forget(run: Run): Promise<void> {
    await this.#doOnEachHost("remove", runName(run.key, run.attempt));
  }

  async sweep(known: (unit: string) => UnitEntry | undefined): Promise<readonly string[]> {
    const { ours, answers, error } = await this.#ours();
    // A cluster may get its workers later.
    if (answers.length === 0 && error !== undefined && error.facts.code !== "no-worker") throw error;
    const left: string[] = [];
    for (const { name, running, labels, worker } of ours) {
      const unit = labels[unitLabel] ?? "";
      const entry = known(unit);
      if (entry?.state === "running" && String(entry.attempt) === labels[attemptLabel])
        this.#found.set(name, worker);
      else if (running) left.push(unit);
      else await this.#doOnEachHost("remove", name);
    }
    return left;
  }

  async stopAll(): Promise<readonly string[]> {
    const { ours, error } = await this.#ours();
    const running = ours.filter((each) => each.running);
    if (running.length === 0 && error !== undefined) throw error;
    await Promise.all(running.map(({ name }) => this.#doOnEachHost("stop", name)));
    return running.map(({ labels }) => labels[unitLabel] ?? "");
  }

  async #ours() {
    const label = `${journalLabel}=${this.#settings.journalId}`;
    const heard = await this.#onEachHost("containers", label);
    const found = ContainersSchema.parse(heard.answers).flatMap(({ worker, answer }) =>
      answer.map((each) => ({ ...each, worker })),
    );
    // Workers of several machines may ask the same engine.
    return { ...heard, ours: [...new Map(found.map((each) => [each.name, each])).values()] };
  }

  /** Rejects where no machine has done it. */
  async #doOnEachHost(question: "stop" | "remove", name: string): Promise<void> {
    const { answers, error } = await this.#onEachHost(question, name);
    if (answers.length === 0 && error !== undefined) throw error;
  }

  async #onEachHost(question: "stop" | "remove" | "log" | "containers", name: string): Promise<Heard> {
    const hosts = HostsSchema.parse(await this.#client.ask({ question, name, words: [] }));
    const answers = hosts.filter((each) => "answer" in each);
    const refused = hosts.find((each) => "error" in each);
    if (refused !== undefined)
      return { answers, error: new DaskError({ code: "refused", said: refused.error }) };
    return { answers, error: hosts.length === 0 ? new DaskError({ code: "no-worker" }) : undefined };
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
