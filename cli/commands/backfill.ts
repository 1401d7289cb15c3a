import { InvalidArgumentError, Option } from "commander";
import { usualParallel } from "../../app/backfill/usual-settings.ts";
import { engineNames, type EngineName } from "../../backfill/run-engine.ts";
import { runtimes, type Runtime } from "../../backfill/slurm/batch-script.ts";
import type { Selection } from "../../backfill/select-units.ts";
import type { AddCommand } from "./command.ts";

interface BackfillGiven {
  readonly units?: string;
  readonly parallel: number;
  readonly retries?: number;
  readonly only: Selection;
  readonly stopAfter?: number;
  readonly dryRun?: boolean;
  readonly cancel?: boolean;
  readonly on?: EngineName;
  readonly runtime: Runtime;
  readonly registry?: string;
  readonly volume: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const after = `
A unit is a day, hour or month of the data, or any text: what the pipeline's parameters say. Units are written A..B, A..B/STEP, a,b,c, or
@FILE with one in each line; without --units they are those of the schedule in the front matter, from its start until now. What stands behind
"--" is the pipeline's.

The journal stands in .pipenb/ beside the notebook, or in the current folder for an image. Started again, a backfill finds what still runs and
what has ended meanwhile, and runs no unit again that is done. Exit code 75 is tried again, after a while; every other one is not.

Ctrl-C lets running units end, a second one stops them.

Exit codes: 0 every unit is done; 1 not every one; 64 wrong arguments; 75 a backfill of it runs already; 130, 143 stopped.

  pipenb backfill weather.pipenb --units 2022-01-01..2022-01-31 --parallel 8
  pipenb backfill weather.pipenb --units @days.txt --only failed
  pipenb backfill registry.example.com/team/weather:1 --units 2022-01-01,2022-01-05 -- --country CZ`;

const selections: readonly Selection[] = ["missing", "failed", "lost", "stale", "all"];

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string): Word => {
    const found = words.find((each) => each === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Write one of ${words.join(", ")}.`);
  };

const count =
  (least: number) =>
  (text: string): number => {
    if (/^\d{1,4}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`Write a number, ${least} or more.`);
  };

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
      "with --on slurm: docker or podman on its nodes",
      oneOf(runtimes),
      "docker",
    )
    .option("--registry <repository>", "where a cluster pulls the image from; it is pushed there first")
    .option(
      "--volume <claim:path>",
      "on Kubernetes: what is at a path of the container; CLAIM:/path or /folder/of/the/nodes:/path",
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
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
          exitWith(await cancelBackfill(what, terminal, env));
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
          registry,
          volume,
          out,
        } = given;
        const request = {
          ...{ what, words, units, parallel, retries, only, stopAfter, on, runtime, registry, out },
          volumes: volume,
          dryRun: dryRun === true,
          force: force === true,
        };
        exitWith(await runBackfill(request, terminal, env));
      },
    );
};
