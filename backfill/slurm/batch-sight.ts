/** From the files of attempts and the tasks that Slurm knows to how far a batch is. Pure. */
import { exitCodes, isStopCode } from "../../notebook/program/exit-codes.ts";
import type { Batch, BatchSight, Sight } from "../batch/batch-engine.ts";
import type { Attempt } from "./attempts.ts";
import { hasFailed, isActive, isWaiting, type Task } from "./tasks.ts";

export interface Looked {
  /** Tasks were asked for first: whatever has ended by then has written its files. */
  readonly tasks: readonly Task[];
  readonly attempts: readonly Attempt[];
  /** Files that are not seen by now are not on their way from another machine any more. */
  readonly isSettled: boolean;
}

/** What waits for its turn like everybody. Slurm has a hundred other reasons, which somebody has to do something about. */
const usualReasons = new Set([
  "",
  "None",
  "Priority",
  "Resources",
  "JobArrayTaskLimit",
  "Dependency",
  "BeginTime",
  "Cleaning",
  "Prolog",
]);

/** Slurm forgets tasks minutes after they have ended, so that of those it does not know only files tell. */
export function batchSight({ units }: Batch, { tasks, attempts, isSettled }: Looked): BatchSight {
  const taskOf = new Map(tasks.map((task) => [task.index, task]));
  const attemptsOf = new Map<number, Attempt[]>();
  for (const each of attempts) attemptsOf.set(each.index, [...(attemptsOf.get(each.index) ?? []), each]);
  const lists = units.map(({ unit, attempt: first }, index): readonly Sight[] => {
    const task = taskOf.get(index);
    const own = [...(attemptsOf.get(index) ?? [])].sort((a, b) => a.attempt - b.attempt);
    if (own.length === 0)
      return task !== undefined && hasFailed(task) ? [{ unit, attempt: first, state: "failed" }] : [];
    return own.map((each, at) => {
      const isLast = at === own.length - 1;
      return { unit, attempt: each.attempt, ...stateOf(each, { task, isLast, isSettled }) };
    });
  });
  const sights = lists.flat();
  const isActiveAny = tasks.some(isActive);
  return {
    sights,
    isOver: !isActiveAny && (isSettled || !sights.some(({ state }) => state === "running")),
    trouble: troubleOf(units, tasks, attemptsOf),
  };
}

function stateOf(
  { end, isOlder }: Attempt,
  {
    task,
    isLast,
    isSettled,
  }: { readonly task: Task | undefined; readonly isLast: boolean; readonly isSettled: boolean },
): Pick<Sight, "state" | "code"> {
  if (end === undefined) {
    // The script was not asked to end, or could not write any more; its container may be running still.
    const isGone =
      !isLast || (task === undefined || !isActive(task) ? isSettled : isOlder && isWaiting(task));
    return { state: isGone ? "lost" : "running" };
  }
  const { code, again } = end;
  if (again) return { state: "retrying", code };
  if (code === exitCodes.ok) return { state: "done", code };
  return { state: isStopCode(code) ? "stopped" : "failed", code };
}

function troubleOf(
  units: Batch["units"],
  tasks: readonly Task[],
  attemptsOf: ReadonlyMap<number, readonly Attempt[]>,
): string | undefined {
  const [task, what] =
    [
      [tasks.find((each) => hasFailed(each) && !attemptsOf.has(each.index)), "could not start"] as const,
      [tasks.find((each) => isWaiting(each) && !usualReasons.has(each.reason)), "does not start"] as const,
    ].find(([found]) => found !== undefined) ?? [];
  if (task === undefined || what === undefined) return undefined;
  const { job, index, reason } = task;
  return `Slurm ${what} ${units[index]?.unit ?? job}: ${reason}. "scontrol show job ${job}" says more.`;
}
