/** A schedule on Kubernetes as manifests that a person would keep. Pure. */
import { shellWord } from "../../notebook/shell-word.ts";
import { yamlText } from "../../pipeline/yaml-text.ts";
import type { SecretFile } from "../../backfill/kubernetes/volumes.ts";
import { cronJobManifest, deploymentLabels, type ClusterDeployment } from "./cron-job.ts";
import { cronWorkflowManifest } from "./cron-workflow.ts";

/** By their names. Contents of secrets are in none of them. */
export function kubernetesFiles(
  settings: Omit<ClusterDeployment, "secretName">,
  secretFiles: readonly SecretFile[],
): ReadonlyMap<string, string> {
  const { deployment, queue } = settings;
  const { name } = deployment;
  const whole = { ...settings, secretName: `${name}-secrets` };
  const secretFirst = secretFiles.length === 0 ? [] : ["# Its secrets first: secret.yaml says how."];
  const cronJob = [
    `# Runs ${name} by the clock: kubectl apply --server-side -f cronjob.yaml`,
    `# Now, for the unit that would be due: kubectl create job ${name}-by-hand --from=cronjob/${name}`,
    `# What the last runs wrote: kubectl logs -l app.kubernetes.io/name=${name}`,
    queue === undefined
      ? "# Kueue: add the label kueue.x-k8s.io/queue-name: QUEUE to spec.jobTemplate.metadata.labels, and spec.jobTemplate.spec.suspend: true."
      : `# Kueue lets its Jobs begin, when the queue ${queue} has room.`,
    ...secretFirst,
    "# Written by pipenb.",
  ];
  const cronWorkflow = [
    `# The same for Argo Workflows 3.6 and later, instead of cronjob.yaml: kubectl apply --server-side -f cron-workflow.yaml`,
    "# It needs a service account argo-executor that may create workflowtaskresults. A run by hand: pipenb backfill, as argo submit --from",
    "# knows no moment that it is due.",
    ...secretFirst,
    "# Written by pipenb.",
  ];
  const text = (head: readonly string[], manifest: Parameters<typeof yamlText>[0]): string =>
    `${head.join("\n")}\n${yamlText(manifest)}`;
  return new Map([
    ["cronjob.yaml", text(cronJob, cronJobManifest(whole))],
    ["cron-workflow.yaml", text(cronWorkflow, cronWorkflowManifest(whole))],
    ...(secretFiles.length === 0
      ? []
      : [
          [
            "secret.yaml",
            secretText({ secretName: whole.secretName, labels: deploymentLabels(name) }, secretFiles),
          ] as const,
        ]),
  ]);
}

/** The Secret of a pipeline, without its values. */
export function secretText(
  { secretName, labels }: { readonly secretName: string; readonly labels: Readonly<Record<string, string>> },
  secretFiles: readonly SecretFile[],
): string {
  const options = secretFiles.map((file) => ` --from-file=${file.name}=${shellWord(file.path)}`).join("");
  return [
    "# A template without the values, which are not to lie in a repository. Without it, from the files of this machine:",
    `#   kubectl create secret generic ${secretName}${options}`,
    "# Written by pipenb.",
    yamlText({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: secretName, labels },
      stringData: Object.fromEntries(secretFiles.map((file) => [file.name, ""])),
    }),
  ].join("\n");
}
