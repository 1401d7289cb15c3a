/** What Kubernetes is told to start a pipeline by the clock: a CronJob, whose pods find the unit by the name of their Job. Pure. */
import { createHash } from "node:crypto";
import { indexedJob } from "../../backfill/kubernetes/job-manifest.ts";
import {
  fromPod,
  podSpec,
  runEnvironment,
  type KubernetesObject,
  type PodSettings,
} from "../../backfill/kubernetes/pod.ts";
import { nextMoments, type Schedule } from "../../notebook/units/schedule.ts";
import { deploymentLabel, type Deployment } from "../target.ts";

/** What no label can hold. */
export const sourceAnnotation = "io.pipenb.source";
export const byAnnotation = "io.pipenb.deployed-by";
export const scheduleAnnotation = "io.pipenb.schedule";

/** What a pipeline is on this cluster. */
export interface ClusterDeployment {
  readonly deployment: Deployment;
  readonly pod: PodSettings;
  /** Of the Secret with its files. */
  readonly secretName: string;
  /** A LocalQueue of Kueue, which then says when its Jobs may begin. */
  readonly queue: string | undefined;
}

/** By which all that belongs to it is found. */
export function deploymentLabels(name: string): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/managed-by": "pipenb",
    [deploymentLabel]: name,
  };
}

export function aboutAnnotations({ source, by, schedule }: Deployment): Readonly<Record<string, string>> {
  return {
    [sourceAnnotation]: source,
    [byAnnotation]: by,
    [scheduleAnnotation]: JSON.stringify(schedule),
  };
}

/** Ended runs that are kept, of those that are done and those that are not. */
const keptRuns = 7;

/** The CronJob. Its Jobs are Indexed ones of one index: only of those a pod is told how often it was tried. */
export function cronJobManifest({ deployment, pod, secretName, queue }: ClusterDeployment): KubernetesObject {
  const { name, schedule, retries } = deployment;
  const labels = deploymentLabels(name);
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, labels, annotations: aboutAnnotations(deployment) },
    spec: {
      schedule: schedule.cron.trim(),
      timeZone: schedule.timezone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: startingDeadline(schedule),
      successfulJobsHistoryLimit: keptRuns,
      failedJobsHistoryLimit: keptRuns,
      jobTemplate: {
        metadata: {
          labels: queue === undefined ? labels : { ...labels, "kueue.x-k8s.io/queue-name": queue },
        },
        spec: {
          // Kueue starts it.
          suspend: queue === undefined ? undefined : true,
          ...indexedJob({ completions: 1, parallel: 1, retries }),
          template: {
            metadata: { labels },
            spec: podSpec(pod, {
              args: ["--due", "auto", ...pod.args],
              environment: [
                ...runEnvironment(pod, "1"),
                fromPod("PIPENB_DUE", "metadata.labels['batch.kubernetes.io/job-name']"),
              ],
              secretName,
            }),
          },
        },
      },
    },
  };
}

const dayMilliseconds = 86_400_000;

/**
 * How late a run may begin, in seconds: until the next one is due, a day at most. Its unit stays the same; without a limit a cluster that
 * was away for long starts nothing at all.
 */
export function startingDeadline(schedule: Schedule): number {
  const moments = nextMoments(schedule, 20, new Date(0)).map((moment) => moment.getTime());
  const gaps = moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0));
  return Math.round(Math.min(dayMilliseconds, ...gaps) / 1_000);
}

/** A Secret is never changed, as pods that begin may read it: other files have another name. */
export function secretNameOf(
  name: string,
  secrets: readonly (readonly [name: string, content: Uint8Array])[],
): string {
  const hash = createHash("sha256");
  for (const [each, content] of secrets) hash.update(`${each} ${content.length}\n`).update(content);
  return `${name}-${hash.digest("hex").slice(0, 10)}`;
}
