import { InvalidArgumentError } from "commander";
import { deployRuntimes, targetNames, type DeployRuntime, type TargetName } from "../../deploy/target.ts";
import { CliError } from "../cli-error.ts";
import type { AddCommand } from "./command.ts";
import { count, oneOf, several } from "./option-values.ts";

/** Engines of backfills that start nothing by the clock. */
const withoutClock = ["swarm", "docker"] as const;
/** Starts nothing by the clock either, and has a file that one starts. */
const fileOnly = "dask" as const;
type Engine = TargetName | (typeof withoutClock)[number] | typeof fileOnly;

interface DeployGiven {
  readonly to: Engine;
  readonly list?: boolean;
  readonly remove?: boolean;
  readonly release?: boolean;
  readonly name?: string;
  readonly registry?: string;
  readonly volume: readonly string[];
  readonly queue?: string;
  readonly after: readonly string[];
  readonly pool?: string;
  readonly network?: string;
  readonly runtime: DeployRuntime;
  readonly retries?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly ignoreTypeErrors?: boolean;
  readonly json?: boolean;
}

const help = `
The schedule is the front matter's, of a notebook or as its image tells it. The notebook is checked and built, its image pushed, and its digest
registered; deployed again it takes the place of what was registered by its name. What runs goes on. A run is for the unit that its schedule
says at the moment it is due, however late it begins. What stands behind "--" is the pipeline's. Dask has no schedule: its file runs the units
that it is started with.

  pipenb deploy weather.pipenb --to kubernetes --registry registry.example.com/team/weather --volume weather-data:/app/work/data/output
  pipenb deploy weather.pipenb --to slurm
  pipenb deploy orders:1 --to airflow
  pipenb deploy weather.pipenb --to prefect
  pipenb deploy weather.pipenb --to dask --out jobs
  pipenb deploy --to kubernetes --list
  pipenb deploy weather.pipenb --to kubernetes --remove`;

function engineOf(text: string): Engine {
  const found = [...targetNames, fileOnly, ...withoutClock].find((name) => name === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Write one of ${[...targetNames, fileOnly].join(", ")}.`);
}

/** `pipenb deploy NOTEBOOK|IMAGE --to ENGINE` */
export const addDeploy: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("deploy")
    .summary("have an engine run the pipeline by its schedule")
    .description(
      "Registers a pipeline where it is started by the clock: a DAG of Airflow, a CronJob of Kubernetes, a deployment of Prefect, the scrontab of Slurm.",
    )
    .argument("[notebook-or-image]", "a .pipenb file, or an image's name")
    .argument("[args...]", 'the pipeline\'s parameters, behind "--"')
    .requiredOption("--to <engine>", "airflow, kubernetes, prefect or slurm; dask, with --out", engineOf)
    .option("--registry <repository>", "where the engine pulls the image from; it is pushed there first")
    .option("--name <name>", "what it is called there; without it the notebook's name or the image's")
    .option(
      "--volume <claim:path>",
      "on Kubernetes and Airflow: what is at a path of the container; NAME:/path of a claim or a volume, or /folder/there:/path",
      several,
      [],
    )
    .option("--queue <name>", "on Kubernetes: the LocalQueue of Kueue that lets its runs begin")
    .option(
      "--after <name>",
      "on Airflow: run for each unit that this pipeline has done, and not by the clock",
      several,
      [],
    )
    .option("--pool <name>", "on Airflow: the pool that its runs take a place of")
    .option(
      "--network <name>",
      "on Airflow: the network of its Docker engine on which the notebook's services run",
    )
    .option(
      "--runtime <program>",
      "on Slurm and Dask: docker or podman where runs are started; on Airflow: docker, or kubernetes for pods",
      oneOf(deployRuntimes),
      "docker",
    )
    .option(
      "--retries <number>",
      "how often a run is tried again that has failed for now; without it the front matter's, else 2",
      count(0),
    )
    .option("--ignore-type-errors", "deploy it although it has some")
    .option("--out <folder>", "write the files that do it without pipenb, and register nothing")
    .option("--force", "with --out: replace files that say something else")
    .option("--list", "show what is registered: schedule, next time, last run, image")
    .option("--remove", "take the registration away; what runs goes on")
    .option("--release", "on Prefect: let its workers take runs again that nothing works on")
    .option("--json", "one JSON object for each on stdout")
    .addHelpText("after", help)
    .action(async (what: string | undefined, words: string[], given: DeployGiven) => {
      terminal.json = given.json === true;
      const { to, list, remove, name, registry, volume: volumes, queue, runtime } = given;
      if (to === "swarm" || to === "docker") {
        const { refuseWithoutClock } = await import("../deploy/without-clock.ts");
        await refuseWithoutClock(what, to, registry);
        return;
      }
      const { retries, out, force = false, ignoreTypeErrors = false } = given;
      const pipeline = { name, words, registry, retries, force, ignoreTypeErrors };
      if (to === fileOnly) {
        const { daskHasNoSchedule, writeDask } = await import("../deploy/write-dask.ts");
        if (out === undefined || what === undefined || list === true || remove === true)
          throw daskHasNoSchedule(what);
        if (runtime === "kubernetes")
          throw new CliError("usage", "--runtime kubernetes is for Airflow, not for --to dask.");
        exitWith(await writeDask({ ...pipeline, what, out, runtime }, terminal, env));
        return;
      }
      const asked = { to, name, volumes, queue, runtime };
      if (given.release === true) {
        if (to !== "prefect") throw new CliError("usage", `--release is for Prefect, not for --to ${to}.`);
        const { releaseStuckRuns } = await import("../deploy/release-runs.ts");
        exitWith(await releaseStuckRuns({ what, name }, terminal, env));
        return;
      }
      if (list === true) {
        const { showDeployments } = await import("../deploy/show-deployments.ts");
        exitWith(await showDeployments({ ...asked, what }, terminal, env));
        return;
      }
      if (what === undefined)
        throw new CliError("usage", "Nothing is named that is to be deployed.", {
          remedy: "Name a .pipenb file or an image, or ask what is registered: --list.",
        });
      if (remove === true) {
        const { removeDeployment } = await import("../deploy/show-deployments.ts");
        exitWith(await removeDeployment({ ...asked, what }, terminal, env));
        return;
      }
      const { deployPipeline } = await import("../deploy/deploy-pipeline.ts");
      const { after, pool, network } = given;
      exitWith(
        await deployPipeline({ ...pipeline, ...asked, what, out, after, pool, network }, terminal, env),
      );
    });
};
