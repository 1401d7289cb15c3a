/** What carries a backfill out, chosen by its name. */
import type { BatchEngine } from "../../backfill/batch/batch-engine.ts";
import { dockerFiles } from "../../backfill/docker/docker-files.ts";
import { DockerRuns, type DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import type { Settings } from "../../backfill/queue.ts";
import type { EngineName, RunEngine } from "../../backfill/run-engine.ts";
import { SwarmRuns } from "../../backfill/swarm/swarm-runs.ts";
import { swarmFiles } from "../../backfill/swarm/swarm-files.ts";
import type { Engine } from "../../containers/engine/engine.ts";
import { kubernetesEngine, type KubernetesParts } from "./kubernetes-engine.ts";
import { slurmEngine, type SlurmParts } from "./slurm-engine.ts";
import { dockerRunLine } from "../image/docker-run-line.ts";

/** It runs one unit after the other, as it is told to, or takes whole lists of them. */
export type BackfillEngine = {
  readonly name: EngineName;
  /** The files that do it without pipenb, by their names. */
  readonly files: (
    units: readonly string[],
    settings: Omit<Settings, "version">,
  ) => ReadonlyMap<string, string>;
} & (
  | { readonly kind: "runs"; readonly engine: RunEngine }
  | { readonly kind: "batches"; readonly engine: BatchEngine }
);

export interface EngineParts extends DockerRunSettings, KubernetesParts, SlurmParts {
  /** Docker's, of this machine or another. */
  readonly engine: Engine;
}

/** An engine for runs with these settings. */
export function backfillEngine(name: EngineName, parts: EngineParts): BackfillEngine {
  if (name === "kubernetes") return { name, kind: "batches", ...kubernetesEngine(parts) };
  if (name === "slurm") return { name, kind: "batches", ...slurmEngine(parts) };
  const { engine, reference, ...settings } = parts;
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

/** Stops everything of the journal that runs on it; gives what it was. */
export async function stopEverything(on: BackfillEngine): Promise<readonly string[]> {
  if (on.kind === "runs") return on.engine.stopAll();
  const batches = await on.engine.batches();
  for (const batch of batches) await on.engine.stop(batch);
  return batches.map(({ name }) => name);
}
