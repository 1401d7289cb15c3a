"""All there is: "quotes", \\ and {{ braces }}

A `\"\"\"text\"\"\"` of \\u0041 lines.
    With a tab.

## Runs

- At `30 6 * * *` (Europe/Prague) a run works on the day before, which is its partition.
- One day by hand: *Trigger*, with `day` filled in, or `airflow dags trigger pods --conf '{"day":"2022-02-05"}'`
- Many, both ends included:
  `airflow backfill create --dag-id pods --from-date 2022-02-01 --to-date 2022-02-28T23:59:59 --max-active-runs 2`

Written by pipenb, of pods.pipenb, to be kept and changed. It needs Airflow 3.3 or later with apache-airflow-providers-cncf-kubernetes.
Its pods read the Secret `pods-airflow` of their namespace.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk import DAG, Asset, CronPartitionTimetable, Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from kubernetes.client.exceptions import ApiException

IMAGE = "registry.example.com/team/pipeline@sha256:4b1c0de5a2f3"
ZONE = "Europe/Prague"
ASSET = Asset("pods")


def day(params: Any, dag_run: Any) -> str:
    """Which day of the data: as asked by hand, else the run's partition, else by its time."""
    asked = params["day"] or dag_run.partition_key
    if asked:
        return asked
    due = (dag_run.logical_date or dag_run.run_after).astimezone(ZoneInfo(ZONE))
    return (due.date() - timedelta(days=1)).isoformat()


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
    dag_id="pods",
    description='All there is: "quotes", \\ and {{ braces }}',
    doc_md=__doc__,
    schedule=CronPartitionTimetable(
        "30 6 * * *",
        timezone=ZONE,
        run_offset=-1,
        key_format="%Y-%m-%d",
    ),
    start_date=datetime(2022, 1, 2, tzinfo=ZoneInfo(ZONE)),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params={
        "country": Param(
            "CZ",
            type="string",
            enum=["CZ", "DE"],
            description="Country filter",
            title="country",
        ),
        "day": Param(
            None,
            type=["null", "string"],
            format="date",
            title="day",
            description="Day to process: all of it. Left empty it is the day of the run's partition, or that is due.",
        ),
        "levels": Param(
            [1, 2],
            type="array",
            items={"type": "number", "enum": [1, 2]},
            title="levels",
        ),
        "tags": Param(
            ["a, b", "c"],
            type="array",
            items={"type": "string"},
            title="tags",
        ),
        "note": Param("", type=["null", "string"], title="note"),
        "folder": Param("data/it's", type="string", minLength=1, title="folder"),
        "limit": Param(0.25, type="number", title="limit"),
        "dryRun": Param(False, type="boolean", title="dryRun"),
    },
    user_defined_macros={"day": day},
    tags=["pipenb"],
):
    PipelineOperator(
        task_id="run",
        name="pipenb-pods-{{ day(params, dag_run) }}",
        random_name_suffix=False,
        image=IMAGE,
        arguments=[
            "--day",
            "{{ day(params, dag_run) }}",
            "--country={{ params['country'] }}",
            "--levels={{ params['levels'] | map('string') | map('replace', ',', '\\\\,') | join(',') }}",
            "--tags={{ params['tags'] | map('string') | map('replace', ',', '\\\\,') | join(',') }}",
            "--note={{ params['note'] or '' }}",
            "--folder={{ params['folder'] }}",
            "--limit={{ params['limit'] }}",
            "--dry-run={{ params['dryRun'] }}",
        ],
        env_vars={
            "PIPENB_ATTEMPT": "{{ ti.try_number }}",
            "PIPENB_IMAGE_DIGEST": "sha256:4b1c0de5a2f3",
        },
        labels={
            "app.kubernetes.io/name": "pods",
            "io.pipenb.unit": "{{ day(params, dag_run) }}",
        },
        base_container_name="pipeline",
        pod_template_dict={
            "spec": {
                "restartPolicy": "Never",
                "automountServiceAccountToken": False,
                "enableServiceLinks": False,
                "terminationGracePeriodSeconds": 15,
                "activeDeadlineSeconds": 7815,
                "securityContext": {
                    "runAsNonRoot": True,
                    "fsGroup": 1000,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "containers": [
                    {
                        "name": "pipeline",
                        "resources": {
                            "requests": {"memory": "536870912", "cpu": "500m"},
                            "limits": {"memory": "536870912", "cpu": "500m"},
                        },
                        "securityContext": {
                            "allowPrivilegeEscalation": False,
                            "capabilities": {"drop": ["ALL"]},
                        },
                        "volumeMounts": [
                            {
                                "name": "secrets",
                                "mountPath": "/run/secrets",
                                "readOnly": True,
                            },
                            {"name": "volume-0", "mountPath": "/app/work/data/output"},
                        ],
                    },
                ],
                "volumes": [
                    {
                        "name": "secrets",
                        "secret": {"secretName": "pods-airflow", "defaultMode": 288},
                    },
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
        retries=3,
        retry_delay=timedelta(seconds=10),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=5),
        execution_timeout=timedelta(seconds=7815),
        outlets=[ASSET],
    )

# pipenb: {"name":"pods","source":"pods.pipenb","by":"ada@here","image":"sha256:4b1c0de5a2f3","schedule":{"cron":"30 6 * * *","timezone":"Europe/Prague","unit":"previous-day","start":"2022-01-01"},"sha256":"84803dc6099d404f"}
