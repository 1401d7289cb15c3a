/** A backfill on Dask, of what all engines are given. */
import { DaskClient } from "../../backfill/dask/dask-client.ts";
import { DaskError } from "../../backfill/dask/dask-error.ts";
import { DaskRuns } from "../../backfill/dask/dask-runs.ts";
import type { RunEngine } from "../../backfill/run-engine.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";
import type { EngineFiles } from "./engine-files.ts";
import type { SlurmParts } from "./slurm-engine.ts";

/** Workers start containers as nodes of Slurm do, by a command. */
export function daskEngine(parts: Omit<SlurmParts, "batches">): {
  readonly engine: RunEngine;
  readonly files: EngineFiles;
} {
  const { image, reference, mounts, user, limits, argsOf, journalId, runtime, env, onNote } = parts;
  const container = pipelineContainer({
    ...{ mounts, user, limits },
    image: reference ?? image,
    args: [],
    environment: {},
    labels: {},
  });
  const settings = { image, container, argsOf, journalId, onNote };
  return {
    engine: new DaskRuns(new DaskClient({ env, runtime }), settings),
    files() {
      throw new DaskError({ code: "no-files" });
    },
  };
}
