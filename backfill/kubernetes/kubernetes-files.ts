/** A backfill on Kubernetes as a manifest that a person would keep. Pure. */
import { yamlText } from "../../pipeline/yaml-text.ts";
import { unitsText } from "../../notebook/units/units-text.ts";
import type { AskedSettings } from "../queue.ts";
import { jobManifest } from "./job-manifest.ts";
import { objectName, repositoryName } from "./object-name.ts";
import type { PodSettings } from "./pod.ts";
import type { SecretFile } from "./volumes.ts";

export function kubernetesFiles(
  units: readonly string[],
  settings: AskedSettings,
  { pod, secretFiles }: { readonly pod: PodSettings; readonly secretFiles: readonly SecretFile[] },
): ReadonlyMap<string, string> {
  const pipeline = objectName(repositoryName(pod.image));
  const name = `${pipeline}-backfill`;
  const job = jobManifest(
    { name, ...settings, units: units.map((unit) => ({ unit, attempt: 1 })) },
    { "app.kubernetes.io/name": pipeline },
    { ...pod, units: unitsText(units) },
  );
  const secret =
    secretFiles.length === 0
      ? []
      : [
          `# Its secrets, first: kubectl create secret generic ${name}${secretFiles.map((each) => ` --from-file=${each.name}=${each.path}`).join("")}`,
        ];
  const text = [
    "# Runs each unit once: kubectl create -f job.yaml",
    `# How far it is: kubectl get job ${name} -o jsonpath='{.status.completedIndexes} failed: {.status.failedIndexes}'`,
    `# What a unit wrote: kubectl logs -l batch.kubernetes.io/job-name=${name},batch.kubernetes.io/job-completion-index=0`,
    "# Kueue: add the label kueue.x-k8s.io/queue-name: QUEUE to metadata.labels, and spec.suspend: true.",
    ...secret,
    "# Written by pipenb, whose journal knows nothing of it.",
  ];
  return new Map([["job.yaml", `${text.join("\n")}\n${yamlText(job)}`]]);
}
