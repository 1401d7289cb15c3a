import { Option } from "commander";
import { usualParallel } from "../../app/backfill/usual-settings.ts";
import { engineNames, type EngineName } from "../../backfill/run-engine.ts";
import { writtenRuntimes, type WrittenRuntime } from "../../backfill/slurm/script-parts.ts";
import type { Selection } from "../../backfill/select-units.ts";
import type { AddCommand } from "./command.ts";
import { journalOption } from "./journal-option.ts";
import { count, oneOf, several } from "./option-values.ts";

interface BackfillGiven {
  readonly units?: string;
  readonly parallel: number;
  readonly retries?: number;
  readonly only: Selection;
  readonly stopAfter?: number;
  readonly dryRun?: boolean;
  readonly cancel?: boolean;
  readonly on?: EngineName;
  readonly runtime: WrittenRuntime;
  readonly name?: string;
  readonly registry?: string;
  readonly network?: string;
  readonly volume: readonly string[];
  readonly out?: string;
  readonly journal?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const after = `
A unit is a day, hour or month of the data, or any text: what the pipeline's parameters say. Units are written A..B, A..B/STEP, a,b,c, or
@FILE with one in each line; without --units they are those of the schedule in the front matter, from its start until now. What stands behind
"--" is the pipeline's.

The journal stands in .pipenb/ beside the notebook, or in the current folder for an image; --journal s3://BUCKET/PREFIX keeps it where other
machines find it too. Started again, a backfill finds what still runs and
what has ended meanwhile, and runs no unit again that is done. Exit code 75 is tried again, after a while; every other one is not.

Ctrl-C lets running units end, a second one stops them.

Exit codes: 0 every unit is done; 1 not every one; 64 wrong arguments; 75 a backfill of it runs already; 130, 143 stopped.

  pipenb backfill weather.pipenb --units 2022-01-01..2022-01-31 --parallel 8
  pipenb backfill weather.pipenb --units @days.txt --only failed
  pipenb backfill registry.example.com/team/weather:1 --units 2022-01-01,2022-01-05 -- --country CZ`;

const selections: readonly Selection[] = ["missing", "failed", "lost", "stale", "all"];

/** `pipenb backfill NOTEBOOK|IMAGE --units A..B` */
export const addBackfill: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("backfill")
    .summary("run the pipeline over many days, each once")
    .description("Runs a pipeline for many units of its data, in containers, and keeps a journal of them.")
    .argument("<notebook-or-image>", "a .pipenb file, or an image's name")
    .argument("[args...]", 'the pipeline\'s parameters, behind "--"')
    .option("--units <units>", "which units, such as 2022-01-01..2022-01-31")
    .option("--parallel <number>", "how many run at once", count(1), usualParallel)
    .option(
      "--retries <number>",
      "how often a unit is tried again that has failed for now; 2 where nothing says otherwise",
      count(0),
    )
    .option("--only <which>", "missing, failed, lost, stale or all of them", oneOf(selections), "missing")
    .addOption(
      new Option("--on <engine>", "what runs them; docker without it")
        .env("PIPENB_ON")
        .argParser(oneOf(engineNames)),
    )
    .option(
      "--runtime <program>",
      "with --on slurm or dask: docker or podman where runs are started; on slurm with --out also apptainer",
      oneOf(writtenRuntimes),
      "docker",
    )
    .option(
      "--name <name>",
      "on Airflow and Prefect: what the pipeline is called there, where that is not its own name",
    )
    .option("--registry <repository>", "where a cluster pulls the image from; it is pushed there first")
    .option(
      "--network <name>",
      "on Docker: the network of the engine on which the services of the front matter run already",
    )
    .option(
      "--volume <claim:path>",
      "on Kubernetes: what is at a path of the container; CLAIM:/path or /folder/of/the/nodes:/path",
      several,
      [],
    )
    .addOption(journalOption())
    .option("--out <folder>", "write the files that do it without pipenb, and run nothing")
    .option("--force", "with --out: replace files that say something else")
    .option("--stop-after <number>", "start nothing any more once so many have failed", count(1))
    .option("--dry-run", "only say what would be run")
    .option("--cancel", "stop the backfill of it that runs")
    .option("--json", "one JSON object a line on stdout")
    .addHelpText("after", after)
    .action(
      async (what: string, words: string[], { json, dryRun, cancel, force, ...given }: BackfillGiven) => {
        terminal.json = json === true;
        if (cancel === true) {
          const { cancelBackfill } = await import("../backfill/cancel-backfill.ts");
          exitWith(await cancelBackfill({ what, journal: given.journal }, terminal, env));
          return;
        }
        const { runBackfill } = await import("../backfill/run-backfill.ts");
        const {
          units,
          parallel,
          retries,
          only,
          stopAfter,
          on = "docker",
          runtime,
          name,
          registry,
          network,
          volume,
          out,
          journal,
        } = given;
        const request = {
          ...{ what, words, units, parallel, retries, only, stopAfter, on, runtime, out, journal },
          ...{ name, registry, network },
          volumes: volume,
          dryRun: dryRun === true,
          force: force === true,
        };
        exitWith(await runBackfill(request, terminal, env));
      },
    );
};
