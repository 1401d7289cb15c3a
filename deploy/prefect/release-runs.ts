/**
 * Runs that Prefect believes to be under way, and that nothing works on: a worker was killed between taking a run and starting it, or a
 * container was killed while no worker looked. Prefect itself waits for them for ever, and they hold a place of the pool.
 */
import { aliveLabel } from "../../pipeline/runner/prefect/flow-run-words.ts";
import { prefectTag } from "../../backfill/prefect/flow-runs.ts";
import type { PrefectApi, RunSeen } from "./prefect-api.ts";

/** The label by which Prefect's worker says which run a container is of. */
export const flowRunLabel = "io.prefect.flow-run-id";

/** A container that goes on says so every quarter of a minute, and a worker takes seconds from a run's begin to its container. */
const silentMilliseconds = 60_000;

export interface ReleasedRun {
  readonly id: string;
  /** As Prefect calls it. */
  readonly name: string;
  /** What Prefect believed. */
  readonly state: string;
}

/** Whether nothing works on it: no container of it runs here, and none has been heard of lately, wherever it is. */
export function isStuck(
  { id, state, labels }: Pick<RunSeen, "id" | "state" | "labels">,
  running: ReadonlySet<string>,
  now: Date,
): boolean {
  if (state === null || running.has(id)) return false;
  const alive = labels[aliveLabel];
  const heard = Math.max(state.timestamp.getTime(), typeof alive === "number" ? alive : 0);
  return now.getTime() - heard > silentMilliseconds;
}

export interface ReleaseParts {
  readonly api: PrefectApi;
  /** Ids of the runs whose containers run on this machine's engine. */
  readonly running: () => Promise<ReadonlySet<string>>;
  readonly now: () => Date;
}

/** Lets workers take them again, of one deployment or of all; gives those that it has released, and how many go on. */
export async function releaseRuns(
  { api, running, now }: ReleaseParts,
  only: string | undefined,
): Promise<{ readonly released: readonly ReleasedRun[]; readonly others: number }> {
  const deployments = (await api.deployments(prefectTag)).filter(
    ({ name }) => only === undefined || name === only,
  );
  const runs = await api.runsIn(
    ["PENDING", "RUNNING"],
    deployments.map(({ id }) => id),
  );
  // Asked afterwards: a container that begins meanwhile is seen.
  const here = await running();
  const released: ReleasedRun[] = [];
  for (const run of runs.filter((each) => isStuck(each, here, now())))
    if (await api.schedule(run, "Nothing works on it: pipenb has released it."))
      released.push({ id: run.id, name: run.name, state: run.state?.name ?? "" });
  return { released, others: runs.length - released.length };
}
