/** From what Airflow says of a run and its task to the attempts of a unit. Pure. */
import { isStopCode } from "../../notebook/program/exit-codes.ts";
import type { Sight } from "../batch/batch-engine.ts";
import type { Run } from "../run-engine.ts";
import type { RunSeen, TaskSeen } from "./airflow-api.ts";

/** Nothing of it runs, and nothing will. */
export const hasEnded = ({ state }: Pick<RunSeen, "state">): boolean =>
  state === "success" || state === "failed";

/** The number of the first try: a task that was done before, and is again, goes on counting. */
export const firstTry = ({ max_tries: most }: Pick<TaskSeen, "max_tries">, retries: number): number =>
  Math.max(1, most - retries + 1);

/** States in which the try that is counted last has not ended. */
const begun = ["scheduled", "queued", "running", "restarting", "deferred", "up_for_reschedule"];

export interface SightParts {
  readonly unit: Run;
  readonly run: RunSeen;
  /** undefined where it has none yet. */
  readonly task: TaskSeen | undefined;
  /** How often the DAG tries again. */
  readonly retries: number;
  /** With which it has ended. */
  readonly code: number | undefined;
  /** Somebody has asked for its end. */
  readonly isStopped: boolean;
}

/** In order; none while it waits, or where it was ended before it began. */
export function runSights({ unit, run, task, retries, code, isStopped }: SightParts): readonly Sight[] {
  if (task === undefined) return [];
  const { state, try_number: tried } = task;
  const first = firstTry(task, retries);
  const isWaiting = state === null || state === "up_for_retry";
  const hasBegun = state !== null && begun.includes(state);
  const before = Array.from({ length: Math.max(0, tried - first + (isWaiting ? 1 : 0)) }, (_, at) => at);
  const again = before.map((at) => sight(at, { state: "retrying" }));
  if (isWaiting || tried < first || (hasBegun && state !== "running")) return again;
  const isOver = hasEnded(run) && !hasBegun;
  return [...again, sight(tried - first, isOver ? endOf(state, code, isStopped) : { state: "running" })];

  function sight(at: number, what: Pick<Sight, "state" | "code">): Sight {
    return { unit: unit.unit, attempt: unit.attempt + at, ...what };
  }
}

function endOf(state: string, code: number | undefined, isStopped: boolean): Pick<Sight, "state" | "code"> {
  if (state === "success") return { state: "done", code: 0 };
  const isStop = isStopCode(code) || (code === undefined && isStopped);
  return { state: isStop ? "stopped" : "failed", code };
}
