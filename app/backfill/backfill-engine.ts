/** What carries a backfill out, chosen by its name. */
import { dockerFiles } from "../../backfill/docker/docker-files.ts";
import { DockerRuns, type DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { JournalError } from "../../backfill/journal/journal-error.ts";
import type { JournalState } from "../../backfill/journal/read-journal.ts";
import { engineNames, type EngineName, type Run, type RunEngine } from "../../backfill/run-engine.ts";
import { writtenRuntimes, type WrittenRuntime } from "../../backfill/slurm/script-parts.ts";
import { SwarmRuns } from "../../backfill/swarm/swarm-runs.ts";
import { swarmFiles } from "../../backfill/swarm/swarm-files.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { airflowEngine, type AirflowParts } from "./airflow-engine.ts";
import { daskEngine } from "./dask-engine.ts";
import type { BatchesAndFiles, EngineFiles } from "./engine-files.ts";
import type { JournalPlace } from "./journal-place.ts";
import { kubernetesEngine, type KubernetesParts } from "./kubernetes-engine.ts";
import { prefectEngine, type PrefectParts } from "./prefect-engine.ts";
import { slurmEngine, type SlurmParts } from "./slurm-engine.ts";
import { dockerRunLine } from "../image/docker-run-line.ts";

/** It runs one unit after the other, as it is told to, or takes whole lists of them. */
export type BackfillEngine = {
  readonly name: EngineName;
  /** Where it is, if what runs there can be found from there alone. */
  readonly machine?: string | undefined;
  /** What starts containers where it runs them, if that was to be chosen. */
  readonly runtime?: WrittenRuntime | undefined;
} & (
  | { readonly kind: "runs"; readonly engine: RunEngine; readonly files: EngineFiles }
  | ({ readonly kind: "batches" } & BatchesAndFiles)
);

export interface EngineParts
  extends DockerRunSettings, KubernetesParts, PrefectParts, SlurmParts, AirflowParts {
  /** Docker's, of this machine or another. */
  readonly engine: Engine;
  /** Its machine's name. */
  readonly machine?: string | undefined;
}

/** An engine for runs with these settings. */
export function backfillEngine(name: EngineName, parts: EngineParts): BackfillEngine {
  if (name === "kubernetes") return { name, kind: "batches", ...kubernetesEngine(parts) };
  if (name === "airflow") return { name, kind: "batches", ...airflowEngine(parts) };
  if (name === "slurm") return { name, runtime: parts.runtime, kind: "batches", ...slurmEngine(parts) };
  if (name === "prefect") return { name, kind: "runs", ...prefectEngine(parts) };
  if (name === "dask") return { name, runtime: parts.runtime, kind: "runs", ...daskEngine(parts) };
  const { engine, machine, reference, ...settings } = parts;
  if (name === "swarm")
    return {
      name,
      kind: "runs",
      engine: new SwarmRuns(engine.swarm, { ...settings, reference }),
      files: (units, { parallel, retries }) =>
        swarmFiles({ ...settings, image: reference ?? settings.image, units, parallel, retries }),
    };
  return {
    name,
    machine,
    kind: "runs",
    engine: new DockerRuns(engine, settings),
    files: (units, { parallel }) =>
      dockerFiles({
        units,
        parallel,
        runLine: (unit) =>
          dockerRunLine({ ...settings, image: reference ?? settings.image, args: settings.argsOf(unit) }),
      }),
  };
}

/** That of a journal's last backfill, for what it runs already: it can start nothing. Throws a JournalError. */
export function engineOfJournal(
  { begin }: Pick<JournalState, "begin">,
  {
    engine,
    place,
    env,
  }: {
    readonly engine: Engine;
    readonly place: JournalPlace;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): BackfillEngine {
  const { runtime: written = "docker" } = begin ?? {};
  const runtime = writtenRuntimes.find((each) => each === written);
  if (runtime === undefined) throw new JournalError({ code: "other-runtime", runtime: written });
  return backfillEngine(engineNames.find((name) => name === begin?.on) ?? "docker", {
    engine,
    image: "",
    reference: undefined,
    mounts: [],
    user: undefined,
    limits: {},
    parameters: {},
    argsOf: () => [],
    argsOfAny: [],
    timeout: undefined,
    volumes: [],
    env,
    journalId: place.id,
    batches: place.batches,
    runtime,
    onNote: () => undefined,
  });
}

/** What a run has written so far; undefined where that is gone. */
export async function logOfRun(on: BackfillEngine, run: Run): Promise<string | undefined> {
  if (on.kind === "runs") return on.engine.log(run);
  const batches = await on.engine.batches();
  const batch = batches.findLast(({ units }) =>
    units.some(({ unit, attempt }) => unit === run.unit && attempt <= run.attempt),
  );
  return batch && on.engine.log(batch, run);
}

/** Stops everything of the journal that runs on it; gives what it was. */
export async function stopEverything(on: BackfillEngine): Promise<readonly string[]> {
  if (on.kind === "runs") return on.engine.stopAll();
  const batches = await on.engine.batches();
  for (const batch of batches) await on.engine.stop(batch);
  return batches.map(({ name }) => name);
}
