/** From what a cluster says of a Job and its pods to what has become of each unit. Pure. */
import { isStopCode, isStoppedHard } from "../../notebook/program/exit-codes.ts";
import type { Batch, Sight } from "../batch/batch-engine.ts";
import { againCodes } from "./job-manifest.ts";
import type { JobSeen, PodSeen } from "./read-objects.ts";

export interface ClusterView {
  /** undefined where it is gone. */
  readonly job: JobSeen | undefined;
  /** All but those that have succeeded at least, of which the Job tells. */
  readonly pods: readonly PodSeen[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface BatchReading {
  readonly sights: readonly Sight[];
  readonly isOver: boolean;
}

/** Clocks of two machines, and what a node needs to say that something has ended. */
const lateMilliseconds = 60_000;

/** `before` are the last sights of each unit that were seen so far: of a pod that was deleted nothing else is left. */
export function readBatch(batch: Batch, view: ClusterView, before: ReadonlyMap<string, Sight>): BatchReading {
  const { job, pods } = view;
  const isActive = pods.some(({ phase }) => phase !== "succeeded" && phase !== "failed");
  const isEnding = job === undefined || job.isSuspended || job.end !== undefined;
  const byIndex = new Map<number, PodSeen[]>();
  for (const pod of pods) byIndex.set(pod.index, [...(byIndex.get(pod.index) ?? []), pod]);
  const sights = batch.units.flatMap(({ unit, attempt: first }, index): readonly Sight[] => {
    const own = (byIndex.get(index) ?? [])
      .filter(({ phase }) => phase !== "pending")
      .sort((a, b) => triesBefore(a) - triesBefore(b));
    const seen = own.map((pod, at): Sight => ({
      unit,
      attempt: first + triesBefore(pod),
      ...stateOf(pod, { batch, view, isEnding, isLast: at === own.length - 1 }),
    }));
    const known = before.get(unit);
    const last = seen.at(-1);
    if (job?.completed.has(index) === true && last?.state !== "done")
      return [...seen, { unit, attempt: attemptAfter(last, known, first), state: "done", code: 0 }];
    if (last === undefined && job?.failed.has(index) === true && known?.state !== "failed")
      return [{ unit, attempt: known?.attempt ?? first, state: "failed" }];
    const isVanished = known?.state === "running" && (last?.attempt ?? 0) < known.attempt;
    if (isVanished && isEnding) return [...seen, { ...known, state: "stopped" }];
    return seen;
  });
  return { sights, isOver: job?.end !== undefined || (isEnding && !isActive) };
}

const triesBefore = ({ failures, disruptions }: PodSeen): number => failures + disruptions;

/** The attempt that has succeeded, where its pod is not in the list: the one that ran, or the next one after one that has failed. */
function attemptAfter(last: Sight | undefined, known: Sight | undefined, first: number): number {
  const attempts = [last, known].flatMap((sight) =>
    sight === undefined
      ? []
      : [
          sight.attempt +
            (sight.state === "running" || sight.state === "done" || sight.state === "lost" ? 0 : 1),
        ],
  );
  return Math.max(first, ...attempts);
}

interface PodPlace {
  readonly batch: Batch;
  readonly view: ClusterView;
  /** Nothing more will be started. */
  readonly isEnding: boolean;
  /** No later pod of this index is there. */
  readonly isLast: boolean;
}

function stateOf(
  { phase, exitCode: code, goneBy, index, failures, isDisrupted }: PodSeen,
  { batch, view: { job, now }, isEnding, isLast }: PodPlace,
): Pick<Sight, "state" | "code"> {
  if (phase === "succeeded") return { state: "done", code: 0 };
  if (phase !== "failed") {
    const isLost = phase === "unknown" || (goneBy !== undefined && goneBy + lateMilliseconds < now);
    return { state: isLost ? "lost" : "running" };
  }
  const isKilled = isStoppedHard(code) && goneBy !== undefined && job?.isSuspended === true;
  const isStop = isDisrupted || isStopCode(code) || isKilled;
  // One that has never begun has no code; Kubernetes tries it again.
  const isAgain = code === undefined || againCodes.some((each) => each === code);
  const mayFollow = isDisrupted || (isAgain && failures < batch.retries);
  const isOver = job?.failed.has(index) === true || !mayFollow;
  if (isLast && isOver) return { state: isStop ? "stopped" : "failed", code };
  if (isLast && isEnding && isStop) return { state: "stopped", code };
  return { state: "retrying", code };
}
