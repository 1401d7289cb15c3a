/** What Kubernetes is told to run a list of units: an Indexed Job, the list as a ConfigMap, and secrets. Pure. */
import type { Limits } from "../../containers/figures/limits.ts";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { containerSecrets } from "../../pipeline/result/secret-folders.ts";
import type { YamlValue } from "../../pipeline/yaml-text.ts";
import type { Batch } from "../batch/batch-engine.ts";
import { attemptsText, type Attempt } from "./batch-record.ts";
import type { Volume } from "./volumes.ts";

export type KubernetesObject = { readonly [key: string]: YamlValue | undefined };

/** What the pods of a Job have in common. */
export interface PodSettings {
  /** In a registry that the cluster reaches, by its digest. */
  readonly image: string;
  /** What the journal and results call it: "sha256:…". */
  readonly imageId: string;
  /** Behind the image, for any of its units: all parameters but the unit's own. */
  readonly args: readonly string[];
  readonly limits: Limits;
  /** There are files in /run/secrets. */
  readonly hasSecrets: boolean;
  readonly volumes: readonly Volume[];
  /** Paths that are read-only. */
  readonly barred: readonly string[];
}

/** The container's name, by which the failure policy knows it. */
export const containerName = "pipeline";
export const batchLabel = "io.pipenb.batch";

/** Time for somebody to look, and for a command that was killed to be started again. */
const keptSeconds = 7 * 24 * 3_600;
/** A pipeline ends within 8. */
const graceSeconds = 15;
/** The user of every image that pipenb makes. */
const ownGroup = 1000;

/**
 * Where nobody has said when to stop, a Job is broken off once more than half of its units have failed: nobody may be there to see it.
 * It is never fewer than this, so that few units are all tried.
 */
const fewFailures = 10;

/** Stopped from outside. */
export const stopCodes = [130, 143] as const;
/** Failures after which a unit is tried again. */
export const againCodes = [exitCodes.transient, ...stopCodes] as const;

/** The Job of a batch; the list that it reads is the ConfigMap of the same name. */
export function jobManifest(
  batch: Omit<Batch, "version" | "units"> & { readonly units: readonly Attempt[] },
  labels: Readonly<Record<string, string>>,
  settings: PodSettings & { /** Where they are not read from the ConfigMap. */ readonly units?: string },
): KubernetesObject {
  const completions = batch.units.length;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: batch.name, labels },
    spec: {
      completionMode: "Indexed",
      completions,
      parallelism: Math.min(batch.parallel, completions),
      backoffLimitPerIndex: batch.retries,
      maxFailedIndexes: Math.min(
        completions,
        batch.stopAfter ?? Math.max(fewFailures, Math.ceil(completions / 2)),
      ),
      podReplacementPolicy: "Failed",
      ttlSecondsAfterFinished: keptSeconds,
      podFailurePolicy: { rules: failureRules },
      template: {
        metadata: { labels },
        spec: podSpec(settings, {
          args: ["--units", settings.units ?? `@${unitsPath}`, "--index", "auto", ...settings.args],
          environment: environment(settings, attemptsText(batch.units)),
          name: batch.name,
          hasList: settings.units === undefined,
        }),
      },
    },
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

interface PodTold {
  readonly args: readonly string[];
  readonly environment: readonly YamlValue[];
  /** Of the Job, the ConfigMap and the Secret. */
  readonly name: string;
  readonly hasList: boolean;
}

function podSpec(
  { image, limits, hasSecrets, volumes, barred }: PodSettings,
  { args, environment, name, hasList }: PodTold,
): KubernetesObject {
  const own = [
    ...(hasList
      ? [{ name: "units", source: { configMap: { name } }, target: "/run/pipenb", readOnly: true }]
      : []),
    ...(!hasSecrets
      ? []
      : [
          {
            name: "secrets",
            source: { secret: { secretName: name, defaultMode: 0o440 } },
            target: containerSecrets,
            readOnly: true,
          },
        ]),
    ...volumes.map(({ source, isClaim, target, readOnly }, index) => ({
      name: `volume-${index}`,
      source: isClaim ? { persistentVolumeClaim: { claimName: source } } : { hostPath: { path: source } },
      target,
      readOnly,
    })),
    ...barred.map((target, index) => ({
      name: `barred-${index}`,
      source: { emptyDir: {} },
      target,
      readOnly: true,
    })),
  ];
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: graceSeconds,
    securityContext: {
      runAsNonRoot: true,
      fsGroup: ownGroup,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: containerName,
        image,
        args,
        env: environment,
        resources: resources(limits),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts:
          own.length === 0
            ? undefined
            : own.map(({ name, target, readOnly }) => ({
                name,
                mountPath: target,
                readOnly: readOnly || undefined,
              })),
      },
    ],
    volumes: own.length === 0 ? undefined : own.map(({ name, source }) => ({ name, ...source })),
  };
}

/** The engine counts what it has tried itself, beginning anew with each Job. */
function environment({ imageId }: PodSettings, attempts: string): readonly YamlValue[] {
  const annotation = (name: string, key: string): YamlValue => ({
    name,
    valueFrom: { fieldRef: { fieldPath: `metadata.annotations['batch.kubernetes.io/${key}']` } },
  });
  return [
    { name: "PIPENB_IMAGE_DIGEST", value: imageId },
    annotation("JOB_FAILURES", "job-index-failure-count"),
    annotation("JOB_DISRUPTIONS", "job-index-ignored-failure-count"),
    { name: "PIPENB_ATTEMPT", value: `${attempts}+$(JOB_FAILURES)+$(JOB_DISRUPTIONS)` },
  ];
}

/** What is asked for is what is granted: a unit then takes nothing of its neighbours', and the scheduler knows what fits. */
function resources({ memory, cpus }: Limits): KubernetesObject | undefined {
  if (memory === undefined && cpus === undefined) return undefined;
  const both = {
    memory: memory === undefined ? undefined : String(memory),
    cpu: cpus === undefined ? undefined : `${Math.round(cpus * 1_000)}m`,
  };
  return { requests: both, limits: both };
}
