/** A backfill on an Airflow that has the pipeline's DAG. */
import { hostname } from "node:os";
import { AirflowApi } from "../../backfill/airflow/airflow-api.ts";
import { AirflowBatches, type AirflowPipeline } from "../../backfill/airflow/airflow-batches.ts";
import { AirflowError } from "../../backfill/airflow/airflow-error.ts";
import { readSeal } from "../../deploy/airflow/seal.ts";
import type { BatchesAndFiles } from "./engine-files.ts";

export interface AirflowParts {
  /** What Airflow has of it; undefined where nothing is to be started. */
  readonly pipeline?: AirflowPipeline | undefined;
  /** A folder of the journal's own. */
  readonly batches: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What it has handed over is found from the machine alone that has the folder. */
export function airflowEngine({
  pipeline,
  batches,
  env,
}: AirflowParts): BatchesAndFiles & { readonly machine: string } {
  const engine = new AirflowBatches(new AirflowApi(env), {
    ...{ pipeline, folder: batches },
    readFile: readSeal,
    now: () => new Date(),
  });
  return {
    machine: hostname(),
    engine,
    files() {
      throw new AirflowError({ code: "no-files", dag: pipeline?.dag ?? "" });
    },
  };
}
