"""pods-hourly

## Runs

- At `5 * * * *` (UTC) a run works on the hour before.
- One hour by hand: *Trigger*, with `unit` filled in, or `airflow dags trigger pods-hourly --conf '{"unit":"2022-02-05T07"}'`
- Many, by the times at which their runs would have been due:
  `airflow backfill create --dag-id pods-hourly --from-date 2022-02-01 --to-date 2022-02-02T23:59:59 --max-active-runs 2`

Written by pipenb, of pods-hourly.pipenb, to be kept and changed. It needs Airflow 3.3 or later with apache-airflow-providers-cncf-kubernetes.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from kubernetes.client.exceptions import ApiException

IMAGE = "registry.example.com/team/pipeline@sha256:4b1c0de5a2f3"
ZONE = "UTC"
ASSET = Asset("pods-hourly")


def hour(params: Any, dag_run: Any) -> str:
    """Which hour of the data: as asked by hand, else the run's partition, else by its time."""
    asked = params["unit"] or dag_run.partition_key
    if asked:
        return asked
    due = (dag_run.logical_date or dag_run.run_after).astimezone(ZoneInfo(ZONE))
    return (due.replace(tzinfo=None) - timedelta(hours=1)).strftime("%Y-%m-%dT%H")


class PipelineOperator(KubernetesPodOperator):
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


with DAG(
    dag_id="pods-hourly",
    description="pods-hourly",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("5 * * * *", timezone=ZONE),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params={
        "unit": Param(
            None,
            type=["null", "string"],
            pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])$",
            title="unit",
            description="Left empty it is the hour of the run's partition, or that is due.",
        ),
    },
    user_defined_macros={"hour": hour},
    tags=["pipenb"],
):
    PipelineOperator(
        task_id="run",
        name="pipenb-pods-hourly-{{ hour(params, dag_run) }}",
        random_name_suffix=False,
        image=IMAGE,
        arguments=["{{ hour(params, dag_run) }}"],
        env_vars={
            "PIPENB_ATTEMPT": "{{ ti.try_number }}",
            "PIPENB_IMAGE_DIGEST": "sha256:4b1c0de5a2f3",
        },
        labels={
            "app.kubernetes.io/name": "pods-hourly",
            "io.pipenb.unit": "{{ hour(params, dag_run) }}",
        },
        base_container_name="pipeline",
        pod_template_dict={
            "spec": {
                "restartPolicy": "Never",
                "automountServiceAccountToken": False,
                "enableServiceLinks": False,
                "terminationGracePeriodSeconds": 15,
                "securityContext": {
                    "runAsNonRoot": True,
                    "fsGroup": 1000,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "containers": [
                    {
                        "name": "pipeline",
                        "securityContext": {
                            "allowPrivilegeEscalation": False,
                            "capabilities": {"drop": ["ALL"]},
                        },
                        "volumeMounts": [
                            {"name": "volume-0", "mountPath": "/app/work/data/output"},
                        ],
                    },
                ],
                "volumes": [
                    {
                        "name": "volume-0",
                        "persistentVolumeClaim": {"claimName": "orders-data"},
                    },
                ],
            },
        },
        startup_timeout_seconds=600,
        skip_on_exit_code={42, 64, 124},
        container_name_log_prefix_enabled=False,
        log_pod_spec_on_failure=False,
        retries=2,
        retry_delay=timedelta(seconds=10),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=5),
        outlets=[ASSET],
    )

# pipenb: {"name":"pods-hourly","source":"pods-hourly.pipenb","by":"ada@here","image":"sha256:4b1c0de5a2f3","schedule":{"cron":"5 * * * *","timezone":"UTC","unit":"previous-hour"},"sha256":"e5de31f5e0f832ce"}
