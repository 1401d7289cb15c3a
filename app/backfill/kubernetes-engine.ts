/** A backfill on a Kubernetes cluster, of what all engines are given. */
import type { DockerRunSettings } from "../../backfill/docker/docker-runs.ts";
import { kubectlOf } from "../../backfill/kubernetes/kubectl.ts";
import { KubernetesBatches } from "../../backfill/kubernetes/kubernetes-batches.ts";
import { KubernetesError } from "../../backfill/kubernetes/kubernetes-error.ts";
import { kubernetesFiles } from "../../backfill/kubernetes/kubernetes-files.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { PodSettings } from "../../backfill/kubernetes/job-manifest.ts";
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
  /** What a cluster has instead of this machine's folders. */
  readonly volumes: readonly Volume[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What cannot be on a cluster is told by a `KubernetesError` once something is to be run. */
export function kubernetesEngine(parts: KubernetesParts): BatchesAndFiles {
  const { parameters, journalId, env, onNote } = parts;
  const engine = new KubernetesBatches(kubectlOf(env), {
    parameters,
    journalId,
    now: () => Date.now(),
    given() {
      const given = podOf(parts);
      for (const path of given.pod.barred)
        onNote(`Nothing can be written to ${path}: name what keeps it, --volume CLAIM:${path}`);
      return given;
    },
  });
  return {
    engine,
    files: (units, settings) => kubernetesFiles(units, settings, podOf(parts)),
  };
}

function podOf({ image, reference, argsOfAny, limits, mounts, volumes }: KubernetesParts): {
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
    hasSecrets: secrets.length > 0,
    volumes,
    barred,
  };
  return { pod, secretFiles: secrets };
}
