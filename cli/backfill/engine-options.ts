import type { EngineName } from "../../backfill/run-engine.ts";
import type { WrittenRuntime } from "../../backfill/slurm/script-parts.ts";
import { CliError } from "../cli-error.ts";

interface Given {
  readonly what: string;
  readonly on: EngineName;
  readonly runtime: WrittenRuntime;
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly retries: number | undefined;
  readonly registry: string | undefined;
  readonly network: string | undefined;
  readonly volumes: readonly string[];
}

const saidBy = { airflow: "On Airflow the DAG", prefect: "On Prefect the deployment" } as const;

/** Ends the command with 64 where an option says what is not for the engine to say. */
export function refuseOptions({
  what,
  on,
  runtime,
  out,
  retries,
  registry,
  volumes,
  name,
  network,
}: Given): void {
  if (runtime === "apptainer" && (on !== "slurm" || out === undefined))
    throw new CliError(
      "usage",
      "--runtime apptainer is only written, for --on slurm: pipenb has never run it.",
      {
        remedy: "Write the batch script and submit it yourself: --on slurm --runtime apptainer --out DIR",
      },
    );
  if (network !== undefined && on !== "docker")
    throw new CliError("usage", `--network is of a Docker engine, not for --on ${on}.`);
  if (on !== "airflow" && on !== "prefect") {
    if (name === undefined) return;
    throw new CliError(
      "usage",
      `--name is for Airflow and Prefect, where the pipeline has one, not for --on ${on}.`,
    );
  }
  const [option] = [
    ...(retries === undefined || on === "prefect" ? [] : ["--retries"]),
    ...(registry === undefined ? [] : ["--registry"]),
    ...(volumes.length === 0 ? [] : ["--volume"]),
  ];
  if (option !== undefined)
    throw new CliError("usage", `${saidBy[on]} says it already: ${option} is for pipenb deploy.`, {
      remedy:
        on === "prefect" && option === "--volume"
          ? "Write mounts into the front matter, which are folders of this machine, and deploy it anew."
          : `Deploy it anew: pipenb deploy ${what} --to ${on} ${option} …`,
    });
}
