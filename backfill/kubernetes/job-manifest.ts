/** What Kubernetes is told to run a list of units: an Indexed Job, which reads it from a ConfigMap. Pure. */
import { exitCodes, stopCodes } from "../../notebook/program/exit-codes.ts";
import type { YamlValue } from "../../pipeline/yaml-text.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { resultWanted } from "../container-runs.ts";
import { attemptsText, type Attempt } from "./batch-record.ts";
import { containerName, podSpec, runEnvironment, type KubernetesObject, type PodSettings } from "./pod.ts";

export const batchLabel = "io.pipenb.batch";

/** Time for somebody to look, and for a command that was killed to be started again. */
export const keptSeconds = 7 * 24 * 3_600;

/**
 * Where nobody has said when to stop, a Job is broken off once more than half of its units have failed: nobody may be there to see it.
 * It is never fewer than this, so that few units are all tried.
 */
const fewFailures = 10;

/** A container that could not be started: its node's fault, as when a kubelet goes down under it. */
const startError = 128;
/** Failures after which a unit is tried again. */
export const againCodes = [exitCodes.transient, startError, ...stopCodes] as const;

/** The Job of a batch; the list that it reads is the ConfigMap of the same name. */
export function jobManifest(
  batch: Omit<Batch, "version" | "units"> & { readonly units: readonly Attempt[] },
  labels: Readonly<Record<string, string>>,
  settings: PodSettings & { /** Where they are not read from the ConfigMap. */ readonly units?: string },
): KubernetesObject {
  const { name, parallel, retries, stopAfter } = batch;
  const completions = batch.units.length;
  const pod = podSpec(settings, {
    args: ["--units", settings.units ?? `@${unitsPath}`, "--index", "auto", ...settings.args],
    environment: [
      ...runEnvironment(settings, attemptsText(batch.units)),
      ...Object.entries(resultWanted).map(([name, value]) => ({ name, value })),
    ],
    secretName: name,
    listName: settings.units === undefined ? name : undefined,
  });
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels },
    spec: {
      ...indexedJob({ completions, parallel, retries }),
      maxFailedIndexes: Math.min(completions, stopAfter ?? Math.max(fewFailures, Math.ceil(completions / 2))),
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels }, spec: pod },
    },
  };
}

/** How a Job tries its units again, and when it gives up. */
export function indexedJob({
  completions,
  parallel,
  retries,
}: Pick<Batch, "parallel" | "retries"> & { readonly completions: number }): KubernetesObject {
  return {
    completionMode: "Indexed",
    completions,
    parallelism: Math.min(parallel, completions),
    backoffLimitPerIndex: retries,
    podReplacementPolicy: "Failed",
    podFailurePolicy: { rules: failureRules },
  };
}

const unitsPath = "/run/pipenb/units";

const failureRules: readonly YamlValue[] = [
  // A node that is drained or taken away is not the pipeline's fault.
  { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
  // Wrong arguments are wrong for every unit.
  { action: "FailJob", onExitCodes: { containerName, operator: "In", values: [exitCodes.usage] } },
  { action: "FailIndex", onExitCodes: { containerName, operator: "NotIn", values: againCodes } },
];
