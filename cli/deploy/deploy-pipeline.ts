/** `pipenb deploy`: checks and builds a pipeline, pushes its image and registers it where it is started by the clock. */
import { scheduleFolder } from "../../app/backfill/journal-place.ts";
import { targetOf, type TargetParts } from "../../app/deploy/targets.ts";
import { runtimes } from "../../backfill/slurm/script-parts.ts";
import type { Deployment, DeployRuntime, Target, TargetName } from "../../deploy/target.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { nextMoments, type Schedule } from "../../notebook/units/schedule.ts";
import { shownAt } from "../../notebook/units/zone.ts";
import { namedBy } from "../backfill/place-of.ts";
import { refuseReserved } from "../backfill/reserved-options.ts";
import { volumesOf } from "../backfill/volumes-of.ts";
import { CliError, exitCode } from "../cli-error.ts";
import { writeFiles } from "../files/write-files.ts";
import { stoppable } from "../run/stoppable.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { deployedPipeline, soundName, type PipelineRequest } from "./deployed-pipeline.ts";

export interface DeployRequest extends PipelineRequest, Pick<TargetParts, "queue"> {
  readonly to: TargetName;
  /** What starts containers there, as far as that can be chosen. */
  readonly runtime: DeployRuntime;
  /** What a cluster puts where, as it was written. */
  readonly volumes: readonly string[];
  /** Names of pipelines that do its units before, on Airflow. */
  readonly after: readonly string[];
  /** Of Airflow. */
  readonly pool: string | undefined;
  /** A folder for the files that do it without pipenb. */
  readonly out: string | undefined;
  /** Replaces files there that say something else. */
  readonly force: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Registers it, in the place of what was registered by its name; gives the exit code. */
export function deployPipeline(
  request: DeployRequest,
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  const { to, out, force, what, after, pool, network } = request;
  const ofAirflow = { after: after[0], pool, network };
  for (const [option, value] of Object.entries(ofAirflow))
    if (to !== "airflow" && value !== undefined)
      throw new CliError("usage", `--${option} is for Airflow, not for --to ${to}.`);
  if (network !== undefined && request.runtime === "kubernetes")
    throw new CliError("usage", "--network is of a Docker engine, not for --runtime kubernetes.");
  for (const each of after) soundName("--after", each);
  return stoppable(terminal, async ({ signal }) => {
    const target = await targetFor(request, terminal, env);
    const deployment = await deploymentOf(request, terminal, env, signal);
    if (out !== undefined) {
      await writeFiles(target.files(deployment), { folder: out, force }, terminal);
      return exitCode.ok;
    }
    signal.throwIfAborted();
    terminal.status(`registering ${deployment.name}`);
    const { replaced, file } = await target.register(deployment);
    terminal.done();
    if (file !== undefined) terminal.note(`wrote ${file}`);
    tell(deployment, { to, what, replaced }, terminal);
    return exitCode.ok;
  });
}

/** What can start containers; Kubernetes of its own and workers of Prefect have one way. */
const runtimesOf: Readonly<Record<TargetName, readonly DeployRuntime[]>> = {
  airflow: ["docker", "kubernetes"],
  kubernetes: ["docker"],
  prefect: ["docker"],
  slurm: runtimes,
};

/** Where it is registered, for a command that only asks there too. */
export function targetFor(
  {
    what,
    to,
    volumes,
    queue,
    runtime,
  }: Pick<DeployRequest, "to" | "volumes" | "queue" | "runtime"> & {
    readonly what: string | undefined;
  },
  terminal: Terminal,
  env: Environment,
): Promise<Target> {
  if (queue !== undefined && to !== "kubernetes")
    throw new CliError("usage", `--queue is for Kubernetes, not for --to ${to}.`);
  const choices: readonly DeployRuntime[] = runtimesOf[to];
  if (!choices.includes(runtime))
    throw new CliError("usage", `--runtime ${runtime} is not for --to ${to}.`, {
      remedy: `There it is ${choices.join(" or ")}.`,
    });
  const { folder, name } = namedBy(what ?? ".");
  return targetOf(to, {
    env,
    folder: scheduleFolder(folder, name),
    volumes: volumesOf(volumes, `--to ${to}`),
    queue,
    runtime: runtime === "kubernetes" ? "docker" : runtime,
    isInPods: runtime === "kubernetes",
    onNote(sentence) {
      terminal.note(terminal.colors.yellow(sentence));
    },
  });
}

/** The pipeline with its schedule; ends the command with 64 where it has none. */
async function deploymentOf(
  request: DeployRequest,
  terminal: Terminal,
  env: Environment,
  signal: AbortSignal,
): Promise<Deployment> {
  const { what } = request;
  const { title, text, contract, pipeline } = await deployedPipeline(request, terminal, env, signal);
  const schedule = contract.schedule ?? noSchedule(what);
  if (request.to !== "airflow") refuseReserved(contract, ["due"]);
  return {
    ...(await pipeline(unitDueAt(schedule.unit, schedule.timezone, new Date()))),
    ...{ title, text, schedule },
    parameters: contract.parameters,
    after: request.after,
    pool: request.pool,
    network: request.network,
  };
}

function noSchedule(what: string): never {
  throw new CliError("usage", `${what} has no schedule.`, {
    remedy:
      'Write one into the front matter, such as: schedule: { cron: "30 6 * * *", timezone: Europe/Prague }',
  });
}

interface Told {
  readonly to: TargetName;
  readonly what: string;
  readonly replaced: boolean;
}

function tell(deployment: Deployment, { to, what, replaced }: Told, terminal: Terminal): void {
  const { name, schedule, reference, image, after } = deployment;
  const [next] = after.length > 0 ? [] : nextMoments(schedule, 1, new Date());
  const unit = next && unitDueAt(schedule.unit, schedule.timezone, next);
  const done = replaced ? "is registered anew" : "is registered";
  const when =
    after.length > 0
      ? `It runs for each unit that ${after.join(" and ")} ${after.length > 1 ? "have" : "has"} done.`
      : next === undefined
        ? "Its day never comes."
        : `Next: ${shownAt(next.getTime(), schedule.timezone)} (${schedule.timezone}), for ${unit ?? ""}.`;
  terminal.note(`${name} ${done} on ${to}${after.length > 0 ? "" : `: ${scheduleText(schedule)}`}. ${when}`);
  terminal.note(`What is registered: pipenb deploy ${what} --to ${to} --list`);
  terminal.event({ type: "deployed", name, to, replaced, image: reference ?? image, next, unit });
}

/** `30 6 * * *, previous-day` */
const scheduleText = ({ cron, unit }: Schedule): string => `${cron}, ${unit}`;
