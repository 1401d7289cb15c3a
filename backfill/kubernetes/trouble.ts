/** Why a Job does not get on, in words, and what to do. Pure. */
import type { JobSeen, PodSeen } from "./read-objects.ts";

export interface Trouble {
  readonly sentence: string;
  /** Waiting does not mend it. */
  readonly isHopeless: boolean;
}

/** undefined where nothing is wrong, as far as can be seen. */
export function troubleOf(
  job: JobSeen | undefined,
  pods: readonly PodSeen[],
  lostNodes: readonly string[],
): Trouble | undefined {
  if (lostNodes.length > 0)
    return {
      sentence: `Node ${lostNodes.join(", ")} does not answer, and may still run its units; nothing else runs them meanwhile. If it is gone for good: kubectl delete node ${lostNodes[0] ?? ""}`,
      isHopeless: false,
    };
  if (job?.end?.isFailed === true) return endTrouble(job.end);
  for (const { phase, waiting } of pods) {
    if (phase !== "pending" || waiting === undefined) continue;
    const trouble = waitTrouble(waiting);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

/** What the API server says where it lets a Job make no pods. */
export function refusedPods(message: string): Trouble {
  return {
    sentence: `The cluster does not take the Job's pods: ${message}`,
    isHopeless: /forbidden: violates PodSecurity|admission webhook/.test(message),
  };
}

function endTrouble({ reason, message }: NonNullable<JobSeen["end"]>): Trouble | undefined {
  switch (reason) {
    case "FailedIndexes":
      return undefined;
    case "MaxFailedIndexesExceeded":
      return {
        sentence:
          "So many units failed that Kubernetes has broken the Job off. --stop-after says how many may fail.",
        isHopeless: true,
      };
    case "PodFailurePolicy":
      return {
        sentence: `A unit said that its arguments are wrong, which ends all: ${message}`,
        isHopeless: true,
      };
    default:
      return { sentence: `Kubernetes has broken the Job off (${reason}): ${message}`, isHopeless: true };
  }
}

function waitTrouble({ reason, message }: NonNullable<PodSeen["waiting"]>): Trouble | undefined {
  switch (reason) {
    case "ErrImagePull":
    case "ImagePullBackOff":
    case "InvalidImageName":
    case "ErrImageNeverPull":
      return {
        sentence: `The cluster cannot pull the image: ${message} Its nodes must reach the registry, and may need a pull secret (kubectl patch serviceaccount default -p '{"imagePullSecrets":[{"name":"NAME"}]}').`,
        isHopeless: true,
      };
    case "CreateContainerConfigError":
    case "CreateContainerError":
    case "RunContainerError":
      return { sentence: `The cluster cannot make the container: ${message}`, isHopeless: true };
    case "Unschedulable":
      return {
        sentence: `The cluster has no place for a unit now: ${message} Units wait; image.memory and image.cpus in the front matter say what each takes.`,
        isHopeless: false,
      };
    default:
      return undefined;
  }
}
