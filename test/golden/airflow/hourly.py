"""hourly

## Runs

- At `5 * * * *` (America/New_York) a run works on the hour before.
- One hour by hand: *Trigger*, with `unit` filled in, or `airflow dags trigger hourly --conf '{"unit":"2022-02-05T07"}'`
- Many, by the times at which their runs would have been due:
  `airflow backfill create --dag-id hourly --from-date 2022-02-01 --to-date 2022-02-02T23:59:59 --max-active-runs 2`

Written by pipenb, of hourly.pipenb, to be kept and changed. It needs Airflow 3.3 or later with apache-airflow-providers-docker.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.docker.exceptions import DockerContainerFailedSkipException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk import DAG, Asset, CronTriggerTimetable, Param
from airflow.sdk.exceptions import AirflowFailException
from docker.errors import NotFound

IMAGE = "registry.example.com/team/pipeline@sha256:4b1c0de5a2f3"
ZONE = "America/New_York"
ASSET = Asset("hourly")


def hour(params: Any, dag_run: Any) -> str:
    """Which hour of the data: as asked by hand, else the run's partition, else by its time."""
    asked = params["unit"] or dag_run.partition_key
    if asked:
        return asked
    due = (dag_run.logical_date or dag_run.run_after).astimezone(ZoneInfo(ZONE))
    return (due.replace(tzinfo=None) - timedelta(hours=1)).strftime("%Y-%m-%dT%H")


class PipelineOperator(DockerOperator):
    """A run in a container. 42, 64 and 124 fail at once, other exits are tried again."""

    template_fields = (*DockerOperator.template_fields, "labels")
    template_ext = ()  # no path is that of a template
    pickling_library = json  # in which the image leaves its result
    killed = False

    def execute(self, context: Any) -> Any:
        """Run the container to its end, and give its result."""
        self.end_container(left=True)  # of a worker that has died
        self.cli.create_host_config = partial(
            self.cli.create_host_config,
            init=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],
        )
        self.cli.start = partial(self.begin, self.cli.start)
        # What is scheduled after it works on the same, also after a run by hand.
        context["outlet_events"][ASSET].add_partitions(self.labels["io.pipenb.unit"])
        try:
            return super().execute(context)
        except DockerContainerFailedSkipException as error:
            raise AirflowFailException("another attempt would end the same") from error
        finally:
            if code := self.end_container():
                context["ti"].xcom_push(key="exit_code", value=code)

    def begin(self, start: Any, container: str) -> None:
        """Start the container, unless somebody has ended the task meanwhile."""
        if self.killed:
            raise AirflowFailException("ended before it began")
        start(container)

    def on_kill(self) -> None:
        """Let the pipeline end in order when somebody, or its time, ends the task."""
        self.killed = True
        self.end_container()

    def end_container(self, *, left: bool = False) -> int | None:
        """Stop the container, by SIGTERM first, remove it, and give its exit code.

        That of another run stays, unless it is looked for what such a one has left.
        """
        code = None
        with suppress(NotFound):
            found = self.cli.inspect_container(self.container_name)
            run = found["Config"]["Labels"].get("io.pipenb.airflow")
            is_over = left and not found["State"]["Running"]
            if is_over or run == self.labels["io.pipenb.airflow"]:
                self.cli.stop(self.container_name)
                ended = self.cli.inspect_container(self.container_name)
                code = ended["State"]["ExitCode"]
                self.cli.remove_container(self.container_name, force=True)
        return code


with DAG(
    dag_id="hourly",
    description="hourly",
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
        image=IMAGE,
        command=["{{ hour(params, dag_run) }}"],
        environment={
            "PIPENB_RESULT": "/tmp/pipenb-result.json",
            "PIPENB_ATTEMPT": "{{ ti.try_number }}",
            "PIPENB_IMAGE_DIGEST": "sha256:4b1c0de5a2f3",
        },
        container_name="pipenb-hourly-{{ hour(params, dag_run) }}",
        labels={
            "io.pipenb.airflow": "{{ dag.dag_id }}/{{ run_id }}",
            "io.pipenb.unit": "{{ hour(params, dag_run) }}",
        },
        mount_tmp_dir=False,
        skip_on_exit_code={42, 64, 124},
        retrieve_output=True,
        retrieve_output_path="/tmp/pipenb-result.json",
        retries=2,
        retry_delay=timedelta(seconds=10),
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(minutes=5),
        outlets=[ASSET],
    )

# pipenb: {"name":"hourly","source":"hourly.pipenb","by":"ada@here","image":"sha256:4b1c0de5a2f3","schedule":{"cron":"5 * * * *","timezone":"America/New_York","unit":"previous-hour"},"sha256":"56f0b70ff5c51e61"}
