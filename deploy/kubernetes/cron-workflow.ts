/** The same for a cluster with Argo Workflows: a CronWorkflow. Text only: pipenb itself registers CronJobs. Pure. */
import { againCodes } from "../../backfill/kubernetes/job-manifest.ts";
import { containerName, podSpec, type KubernetesObject } from "../../backfill/kubernetes/pod.ts";
import type { YamlValue } from "../../pipeline/yaml-text.ts";
import { aboutAnnotations, deploymentLabels, startingDeadline, type ClusterDeployment } from "./cron-job.ts";

/** Argo says itself which moment it is, and how often the run was tried. */
export function cronWorkflowManifest({
  deployment,
  pod,
  secretName,
}: Omit<ClusterDeployment, "queue">): KubernetesObject {
  const { name, schedule, retries } = deployment;
  const labels = deploymentLabels(name);
  const { containers, volumes, securityContext, activeDeadlineSeconds, automountServiceAccountToken } =
    podSpec(pod, {
      args: ["--due", "{{workflow.scheduledTime}}", ...pod.args],
      environment: [
        { name: "PIPENB_IMAGE_DIGEST", value: pod.imageId },
        { name: "PIPENB_ATTEMPT", value: "1+{{retries}}" },
      ],
      secretName,
    });
  const [container] = containers as readonly YamlValue[];
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "CronWorkflow",
    metadata: { name, labels, annotations: aboutAnnotations(deployment) },
    spec: {
      schedules: [schedule.cron.trim()],
      timezone: schedule.timezone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: startingDeadline(schedule),
      workflowMetadata: { labels },
      workflowSpec: {
        entrypoint: containerName,
        automountServiceAccountToken,
        // Argo's own container in the pod tells the controller what has become of it.
        executor: { serviceAccountName: "argo-executor" },
        securityContext,
        volumes,
        templates: [
          {
            name: containerName,
            activeDeadlineSeconds,
            retryStrategy: {
              limit: retries,
              retryPolicy: "Always",
              expression: `lastRetry.exitCode in [${againCodes.map((code) => `"${code}"`).join(", ")}]`,
              backoff: { duration: "10s", factor: 2 },
            },
            container: container ?? {},
          },
        ],
      },
    },
  };
}
