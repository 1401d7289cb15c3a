/** The pod of a pipeline, for one unit or for one of a list. Pure. */
import type { Limits } from "../../containers/figures/limits.ts";
import { containerSecrets } from "../../pipeline/result/secret-folders.ts";
import type { YamlValue } from "../../pipeline/yaml-text.ts";
import type { Volume } from "./volumes.ts";

export type KubernetesObject = { readonly [key: string]: YamlValue | undefined };

/** What the pods of a pipeline have in common. */
export interface PodSettings {
  /** In a registry that the cluster reaches, by its digest. */
  readonly image: string;
  /** What the journal and results call it: "sha256:…". */
  readonly imageId: string;
  /** Behind the image, for any of its units: all parameters but the unit's own. */
  readonly args: readonly string[];
  readonly limits: Limits;
  /** Seconds a run may take, after which it ends itself; undefined without a limit. */
  readonly timeout: number | undefined;
  /** There are files in /run/secrets. */
  readonly hasSecrets: boolean;
  readonly volumes: readonly Volume[];
  /** Paths that are read-only. */
  readonly barred: readonly string[];
}

/** The container's name, by which the failure policy knows it. */
export const containerName = "pipeline";

/** A pipeline ends within 8. */
const graceSeconds = 15;
/** To bring the image and to begin: a pod's time counts from its node on. */
const startSeconds = 600;
/** The user of every image that pipenb makes. */
const ownGroup = 1000;

interface PodTold {
  readonly args: readonly string[];
  readonly environment: readonly YamlValue[];
  /** Of the Secret with the files. */
  readonly secretName: string;
  /** Of the ConfigMap with the units, where they are read from one. */
  readonly listName?: string | undefined;
}

export function podSpec(
  { image, limits, timeout, hasSecrets, volumes, barred }: PodSettings,
  { args, environment, secretName, listName }: PodTold,
): KubernetesObject {
  const own = [
    ...(listName === undefined
      ? []
      : [
          {
            name: "units",
            source: { configMap: { name: listName } },
            target: "/run/pipenb",
            readOnly: true,
          },
        ]),
    ...(!hasSecrets
      ? []
      : [
          {
            name: "secrets",
            source: { secret: { secretName, defaultMode: 0o440 } },
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
    // A run ends itself when its time is over; this ends one that cannot, and one whose image never comes.
    activeDeadlineSeconds: timeout === undefined ? undefined : timeout + graceSeconds + startSeconds,
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

/** A variable that is read from the pod itself. */
export const fromPod = (name: string, fieldPath: string): YamlValue => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

/**
 * Tells the image's digest and which attempt it is, as a sum of numbers of first attempts and what the Job has counted since: it counts
 * itself, beginning anew with each Job.
 */
export function runEnvironment({ imageId }: PodSettings, attempts: string): readonly YamlValue[] {
  const counted = (name: string, key: string): YamlValue =>
    fromPod(name, `metadata.annotations['batch.kubernetes.io/${key}']`);
  return [
    { name: "PIPENB_IMAGE_DIGEST", value: imageId },
    counted("JOB_FAILURES", "job-index-failure-count"),
    counted("JOB_DISRUPTIONS", "job-index-ignored-failure-count"),
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
