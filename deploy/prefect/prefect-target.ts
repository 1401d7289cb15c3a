/** Registers pipelines as deployments of a Prefect server. */
import { prefectTag } from "../../backfill/prefect/flow-runs.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import type { Schedule } from "../../notebook/units/schedule.ts";
import { ScheduleSchema } from "../../notebook/units/schedule-schema.ts";
import { DeployError, mustBeSame } from "../deploy-error.ts";
import { deploymentLabel } from "../target.ts";
import type { Deployment, Registered, RunState, ScheduledRun, Target } from "../target.ts";
import { byLabel, deploymentBody, scheduleLabel, sourceLabel, unitLabel } from "./deployment-body.ts";
import type { DeploymentSeen, PrefectApi, RunSeen } from "./prefect-api.ts";
import { prefectFiles } from "./prefect-files.ts";

export interface PrefectSettings {
  /** Made where it is missing. */
  readonly pool: string;
  readonly now: () => Date;
}

/** Of each deployment that is listed. */
const listedRuns = 20;

export class PrefectTarget implements Target {
  readonly #api: () => PrefectApi;
  readonly #settings: PrefectSettings;

  /** The API is asked for only where a server is needed. */
  constructor(api: () => PrefectApi, settings: PrefectSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  /** Flow and pool first, which nothing runs by; then the deployment with its schedule, in one request. */
  async register(deployment: Deployment): Promise<{ readonly replaced: boolean }> {
    const { name } = deployment;
    const { pool } = this.#settings;
    const api = this.#api();
    const before = await api.deployment(name, name);
    if (before !== undefined) mustBeSame(this.#ours(before), deployment);
    const flow = await api.flow(name);
    await api.pool(pool);
    const held = { paused: before?.paused ?? false, active: before?.schedules[0]?.active ?? true };
    await api.register(flow, deploymentBody(deployment, pool, held));
    return { replaced: before !== undefined };
  }

  async list(): Promise<readonly Registered[]> {
    const api = this.#api();
    const deployments = (await api.deployments(prefectTag)).filter(isOurs);
    return Promise.all(
      deployments.map(async (deployment) => {
        const runs = await api.latestRuns(deployment.id, this.#settings.now(), listedRuns);
        const about = this.#ours(deployment);
        return { ...about, runs: runs.map((run) => runOf(run, about)) };
      }),
    );
  }

  /** Prefect itself removes the runs that have not begun. */
  async remove(name: string): Promise<readonly ScheduledRun[] | undefined> {
    const api = this.#api();
    const deployment = await api.deployment(name, name);
    if (deployment === undefined) return undefined;
    const about = this.#ours(deployment);
    const running = await api.runsIn(["PENDING", "RUNNING", "CANCELLING"], [deployment.id]);
    await api.remove(deployment.id);
    return running.map((run) => runOf(run, about));
  }

  files(deployment: Deployment): ReadonlyMap<string, string> {
    return prefectFiles(deployment, this.#settings.pool);
  }

  /** Throws where pipenb has not made it. */
  #ours(deployment: DeploymentSeen): AboutDeployment {
    const { name, paused, schedules, job_variables } = deployment;
    if (!isOurs(deployment)) throw new DeployError({ code: "not-ours", name, what: "deployment" });
    const { labels = {}, image = "" } = job_variables;
    return {
      name,
      source: labels[sourceLabel] ?? "",
      by: labels[byLabel] ?? "",
      schedule: scheduleIn(labels[scheduleLabel] ?? ""),
      image,
      isPaused: paused || schedules.every(({ active }) => !active),
      unit: labels[unitLabel] ?? "",
    };
  }
}

interface AboutDeployment extends Omit<Registered, "runs"> {
  /** The parameter that is the unit. */
  readonly unit: string;
}

const isOurs = ({ name, job_variables }: DeploymentSeen): boolean =>
  job_variables.labels?.[deploymentLabel] === name;

const scheduleIn = (text: string): Schedule => ScheduleSchema.parse(JSON.parse(text));

/** The unit that was asked for, else the one that is due. */
export function unitOf(
  { parameters, expected_start_time: due }: Pick<RunSeen, "parameters" | "expected_start_time">,
  { schedule, unit }: Pick<AboutDeployment, "schedule" | "unit">,
): string {
  const asked = parameters[unit];
  return typeof asked === "string" && asked !== "" ? asked : unitDueAt(schedule.unit, schedule.timezone, due);
}

const states: Readonly<Record<string, RunState>> = {
  RUNNING: "running",
  CANCELLING: "running",
  COMPLETED: "done",
  FAILED: "failed",
  CRASHED: "failed",
  CANCELLED: "failed",
};

function runOf(run: RunSeen, about: AboutDeployment): ScheduledRun {
  const { id, expected_start_time: due, state } = run;
  return { id, unit: unitOf(run, about), due, state: states[state?.type ?? ""] ?? "waiting" };
}
