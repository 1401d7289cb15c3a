/** A backfill on Slurm: what its jobs are given, and the files that one submits by hand. */
import { batchOf } from "../../backfill/batch/carry-out-batch.ts";
import type { DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { resultWanted } from "../../backfill/container-runs.ts";
import { runKey } from "../../backfill/run-key.ts";
import type { WrittenRuntime } from "../../backfill/slurm/script-parts.ts";
import { SlurmBatches, slurmFiles } from "../../backfill/slurm/slurm-batches.ts";
import { SlurmClient } from "../../backfill/slurm/slurm-client.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";
import type { BatchesAndFiles } from "./engine-files.ts";

export interface SlurmParts extends DockerRunSettings {
  /** `NAME@sha256:…` in a registry; undefined where no registry is known to have the image. */
  readonly reference: string | undefined;
  /** A folder of the journal's own for what Slurm's nodes read and write. */
  readonly batches: string;
  /** What starts containers on them. */
  readonly runtime: WrittenRuntime;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function slurmEngine({
  reference,
  batches,
  runtime,
  env,
  argsOf,
  image,
  mounts,
  user,
  limits,
}: SlurmParts): BatchesAndFiles {
  const container = pipelineContainer({
    ...{ mounts, user, limits },
    image: reference ?? image,
    args: [],
    environment: { PIPENB_IMAGE_DIGEST: image, ...resultWanted },
    labels: {},
  });
  const settings = { runtime, argsOf, container };
  return {
    engine: new SlurmBatches(new SlurmClient(env), { ...settings, folder: batches }),
    files(units, options) {
      const keyOf = (unit: string): string => runKey({ image, parameters: {} }, argsOf(unit).join(" "));
      const runs = units.map((unit) => ({ unit, key: keyOf(unit), attempt: 1 }));
      return slurmFiles(batchOf(runs, { ...options, version: image }), settings);
    },
  };
}
