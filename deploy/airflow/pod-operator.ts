/** The task of a DAG that runs a pipeline in a pod of a Kubernetes cluster. Pure. */
import { containerName, podSpec, type PodSettings } from "../../backfill/kubernetes/pod.ts";
import { call, dict, literal, quoted, type Data } from "../python-text.ts";
import type { Deployment } from "../target.ts";
import { command } from "./form.ts";
import { taskSettings, unitTemplate, type TaskText } from "./task-text.ts";

/** What the pods of a pipeline are made of. */
export interface AirflowPod {
  readonly pod: PodSettings;
  /** Of the Secret with its files. */
  readonly secretName: string;
}

const imports: TaskText["imports"] = {
  json: [],
  contextlib: ["suppress"],
  "airflow.providers.cncf.kubernetes.operators.pod": ["KubernetesPodOperator"],
  "airflow.sdk.exceptions": ["AirflowFailException", "AirflowSkipException"],
  "kubernetes.client.exceptions": ["ApiException"],
};

const operator = `class PipelineOperator(KubernetesPodOperator):
    """A run in a pod. 42, 64 and 124 fail at once, other exits are tried again."""

    def execute(self, context: Any) -> None:
        """Run the pod to its end, or the one of a worker that has died, and keep its result."""
        # What is scheduled after it works on the same, also after a run by hand.
        context["outlet_events"][ASSET].add_partitions(self.labels["io.pipenb.unit"])
        try:
            super().execute(context)
        except AirflowSkipException as error:
            raise AirflowFailException("another attempt would end the same") from error
        finally:
            self.tell_end(context["ti"])

    def get_or_create_pod(self, pod_request_obj: Any, context: Any) -> Any:
        """Find the pod of a worker that has died, or begin one, unless the task is ended."""
        meta = pod_request_obj.metadata
        with suppress(ApiException):
            left = self.client.read_namespaced_pod(meta.name, meta.namespace)
            if left.status.phase in ("Succeeded", "Failed"):
                labels = left.metadata.labels or {}
                is_own = labels.get("run_id") == meta.labels["run_id"]
                if is_own and self.POD_CHECKED_KEY not in labels:
                    return left  # it has ended while nobody looked
                self.pod_manager.delete_pod(left)  # its name is free for this run
        self.pod = super().get_or_create_pod(pod_request_obj, context)
        if self._killed:
            self.on_kill()
            raise AirflowFailException("ended as it began")
        return self.pod

    def tell_end(self, ti: Any) -> None:
        """Push what Kubernetes says of the container's end."""
        status = self.remote_pod and self.remote_pod.status
        for container in (status and status.container_statuses) or []:
            end = container.state.terminated
            if container.name != self.base_container_name or not end:
                continue
            if end.exit_code:
                ti.xcom_push(key="exit_code", value=end.exit_code)
            elif end.message:
                ti.xcom_push(key="return_value", value=json.loads(end.message))
`;

/** The pod's name keeps a second run of the unit from beginning. */
export function podTask(deployment: Deployment, { pod, secretName }: AirflowPod): TaskText {
  const { name, image } = deployment;
  const unit = unitTemplate(deployment);
  const spec = podSpec(pod, { args: [], environment: [], secretName });
  return {
    provider: "apache-airflow-providers-cncf-kubernetes",
    notes: pod.hasSecrets ? [`Its pods read the Secret \`${secretName}\` of their namespace.`] : [],
    imports,
    operator,
    task: call("PipelineOperator", [], {
      task_id: quoted("run"),
      name: quoted(`pipenb-${name}-${unit}`),
      random_name_suffix: "False",
      image: "IMAGE",
      arguments: command(deployment),
      env_vars: dict([
        ["PIPENB_ATTEMPT", quoted("{{ ti.try_number }}")],
        ["PIPENB_IMAGE_DIGEST", quoted(image)],
      ]),
      labels: dict([
        ["app.kubernetes.io/name", quoted(name)],
        ["io.pipenb.unit", quoted(unit)],
      ]),
      base_container_name: quoted(containerName),
      pod_template_dict: literal({ spec: filled(spec) }),
      startup_timeout_seconds: "600",
      skip_on_exit_code: "{42, 64, 124}",
      container_name_log_prefix_enabled: "False",
      log_pod_spec_on_failure: "False",
      ...taskSettings(deployment),
    }),
  };
}

/** Without what is not said, or said by the operator: the container's image, its words and its environment. */
function filled(spec: ReturnType<typeof podSpec>): Data {
  const isOurs = (key: string): boolean => ["image", "args", "env"].includes(key);
  // SAFETY: a manifest is data that JSON can hold, and JSON leaves out what is undefined.
  return JSON.parse(
    JSON.stringify(spec, (key: string, value: unknown) => (isOurs(key) ? undefined : value)),
  ) as Data;
}
