/** A backfill on a Kubernetes cluster, of what all engines are given. */
import type { DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { kubectlOf } from "../../backfill/kubernetes/kubectl.ts";
import { KubernetesBatches } from "../../backfill/kubernetes/kubernetes-batches.ts";
import { KubernetesError } from "../../backfill/kubernetes/kubernetes-error.ts";
import { kubernetesFiles } from "../../backfill/kubernetes/kubernetes-files.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { PodSettings } from "../../backfill/kubernetes/pod.ts";
import { placeMounts, type SecretFile, type Volume } from "../../backfill/kubernetes/volumes.ts";
import type { BatchesAndFiles } from "./engine-files.ts";

export interface KubernetesParts extends Pick<
  DockerRunSettings,
  "image" | "mounts" | "limits" | "journalId" | "onNote"
> {
  /** `NAME@sha256:…` in a registry; undefined where no registry is known to have the image. */
  readonly reference: string | undefined;
  /** All but the unit's own. */
  readonly parameters: ParameterValues;
  /** Behind the image, without the unit. */
  readonly argsOfAny: readonly string[];
  /** Seconds a run may take; undefined without a limit. */
  readonly timeout: number | undefined;
  /** What a cluster has instead of this machine's folders. */
  readonly volumes: readonly Volume[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What its pods are made of. */
export type PodParts = Omit<KubernetesParts, "parameters" | "env" | "journalId" | "onNote">;

/** What cannot be on a cluster is told by a `KubernetesError` once something is to be run. */
export function kubernetesEngine(parts: KubernetesParts): BatchesAndFiles {
  const { parameters, journalId, env, onNote } = parts;
  const engine = new KubernetesBatches(kubectlOf(env), {
    parameters,
    journalId,
    now: () => Date.now(),
    given() {
      const given = podOf(parts);
      for (const path of given.pod.barred) onNote(barredSentence(path));
      return given;
    },
  });
  return {
    engine,
    files: (units, settings) => kubernetesFiles(units, settings, podOf(parts)),
  };
}

export const barredSentence = (path: string): string =>
  `Nothing can be written to ${path}: name what keeps it, --volume CLAIM:${path}`;

/** Throws a `KubernetesError` where that cannot be on a cluster. */
export function podOf({ image, reference, argsOfAny, limits, timeout, mounts, volumes }: PodParts): {
  readonly pod: PodSettings;
  readonly secretFiles: readonly SecretFile[];
} {
  if (reference === undefined) throw new KubernetesError({ code: "no-image" });
  const { secrets, barred } = placeMounts(mounts, volumes);
  const pod = {
    image: reference,
    imageId: image,
    args: argsOfAny,
    limits,
    timeout,
    hasSecrets: secrets.length > 0,
    volumes,
    barred,
  };
  return { pod, secretFiles: secrets };
}
