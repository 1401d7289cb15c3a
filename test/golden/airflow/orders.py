"""Orders of a day

Collects a day's orders from an API, keeps the answer as it came in an object store, loads it into PostgreSQL and writes
a report. The day may be run as often as one likes: the object is replaced, the table has the day's rows once, and the report
appears whole.

Its secrets are four files, with anything in them:

    mkdir -p secrets && for name in shop_token aws_access_key_id aws_secret_access_key db_password; do
      openssl rand -hex 16 > secrets/$name; done

## Runs

- At `15 4 * * *` (Europe/Prague) a run works on the day before, which is its partition.
- One day by hand: *Trigger*, with `day` filled in, or `airflow dags trigger orders --conf '{"day":"2022-02-05"}'`
- Many, both ends included:
  `airflow backfill create --dag-id orders --from-date 2022-02-01 --to-date 2022-02-28T23:59:59 --max-active-runs 2`

Written by pipenb, of orders.pipenb, to be kept and changed. It needs Airflow 3.3 or later with apache-airflow-providers-docker.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from airflow.providers.docker.exceptions import DockerContainerFailedSkipException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk import DAG, Asset, CronPartitionTimetable, Param
from airflow.sdk.exceptions import AirflowFailException
from docker.errors import NotFound
from docker.types import Mount

IMAGE = "registry.example.com/team/pipeline@sha256:4b1c0de5a2f3"
ZONE = "Europe/Prague"
ASSET = Asset("orders")


def day(params: Any, dag_run: Any) -> str:
    """Which day of the data: as asked by hand, else the run's partition, else by its time."""
    asked = params["day"] or dag_run.partition_key
    if asked:
        return asked
    due = (dag_run.logical_date or dag_run.run_after).astimezone(ZoneInfo(ZONE))
    return (due.date() - timedelta(days=1)).isoformat()


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
    dag_id="orders",
    description="Orders of a day",
    doc_md=__doc__,
    schedule=CronPartitionTimetable(
        "15 4 * * *",
        timezone=ZONE,
        run_offset=-1,
        key_format="%Y-%m-%d",
    ),
    start_date=datetime(2024, 1, 2, tzinfo=ZoneInfo(ZONE)),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params={
        "day": Param(
            None,
            type=["null", "string"],
            format="date",
            title="day",
            description="Day to load. Left empty it is the day of the run's partition, or that is due.",
        ),
        "api": Param(
            "http://shop:8080",
            type="string",
            description="Where the shop's API is",
            title="api",
        ),
        "output": Param(
            "data/output/orders",
            type="string",
            minLength=1,
            description="Folder of the report",
            title="output",
        ),
    },
    user_defined_macros={"day": day},
    tags=["pipenb"],
):
    PipelineOperator(
        task_id="run",
        image=IMAGE,
        command=[
            "{{ day(params, dag_run) }}",
            "--api={{ params['api'] }}",
            "--output={{ params['output'] }}",
        ],
        environment={
            "PIPENB_RESULT": "/tmp/pipenb-result.json",
            "PIPENB_ATTEMPT": "{{ ti.try_number }}",
            "PIPENB_IMAGE_DIGEST": "sha256:4b1c0de5a2f3",
        },
        container_name="pipenb-orders-{{ day(params, dag_run) }}",
        labels={
            "io.pipenb.airflow": "{{ dag.dag_id }}/{{ run_id }}",
            "io.pipenb.unit": "{{ day(params, dag_run) }}",
        },
        mounts=[
            Mount(
                "/run/secrets/shop_token",
                "/home/ada/secrets/shop_token",
                type="bind",
                read_only=True,
            ),
            Mount(
                "/run/secrets/aws_access_key_id",
                "/home/ada/secrets/aws_access_key_id",
                type="bind",
                read_only=True,
            ),
            Mount(
                "/run/secrets/aws_secret_access_key",
                "/home/ada/secrets/aws_secret_access_key",
                type="bind",
                read_only=True,
            ),
            Mount(
                "/run/secrets/db_password",
                "/home/ada/secrets/db_password",
                type="bind",
                read_only=True,
            ),
        ],
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

# pipenb: {"name":"orders","source":"orders.pipenb","by":"ada@here","image":"sha256:4b1c0de5a2f3","schedule":{"cron":"15 4 * * *","timezone":"Europe/Prague","unit":"previous-day","start":"2024-01-01"},"sha256":"c2d9a279aceca7eb"}
