"""Many days of the sample seattle-weather as one Prefect flow on Dask: a task for each day.

    python flow.py 2012-02-01..2012-02-05

DASK_SCHEDULER_ADDRESS names the cluster whose workers start the containers. Without it
they are started from threads of this process, or with --local-cluster from processes of
their own.
"""

import argparse
import os
import sys

import cloudpickle
import seattle_weather_dask as pipeline
from prefect import flow, runtime, task
from prefect.futures import wait
from prefect_dask import DaskTaskRunner

# Neither the scheduler nor the workers of a cluster have the file.
cloudpickle.register_pickle_by_value(pipeline)


class NotYet(Exception):
    """The same day may succeed later."""


def may_succeed_later(_task, _run, state) -> bool:
    return isinstance(state.result(raise_on_failure=False), NotYet)


@task(
    task_run_name="{unit}",
    retries=pipeline.RETRIES,
    retry_delay_seconds=[10 * 2**n for n in range(pipeline.RETRIES)],
    retry_condition_fn=may_succeed_later,
    # What is done is not done again by another run of the flow.
    cache_key_fn=lambda _context, words: pipeline.key_of(words["unit"]),
    persist_result=True,
)
def run(unit: str) -> dict:
    """Runs the day's container, or waits for the one that a lost worker has left."""
    row = pipeline.run_unit(unit, runtime.task_run.run_count)
    if row["status"] == "later":
        raise NotYet(f"{unit} has ended with {row['exitCode']}")
    if row["status"] != "done":
        raise RuntimeError(f"{unit} has {row['status']} with {row['exitCode']}")
    return row


@flow
def run_all(units: list[str]) -> list:
    """Completes once all days are done, and fails where one has failed."""
    futures = [run.submit(unit) for unit in units]
    wait(futures)
    # Not before: a worker that is lost takes with it what it has done, its containers stay.
    for unit in units:
        attempts = range(1, pipeline.RETRIES + 2)
        pipeline.engine("rm", *(pipeline.name_of(unit, n) for n in attempts))
    return [future.state for future in futures]


def task_runner(parallel: int, processes: bool) -> DaskTaskRunner:
    if address := os.environ.get("DASK_SCHEDULER_ADDRESS"):
        return DaskTaskRunner(address=address)
    return DaskTaskRunner(
        cluster_kwargs={
            "n_workers": parallel if processes else 1,
            "threads_per_worker": 1 if processes else parallel,
            "processes": processes,
            "dashboard_address": None,
        }
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("units", nargs="+", help="A..B, A..B/STEP, A,B or @FILE")
    parser.add_argument(
        "--parallel", type=int, default=2, help="at once, without a cluster"
    )
    parser.add_argument("--local-cluster", action="store_true")
    args = parser.parse_args()
    days = [unit for word in args.units for unit in pipeline.units_of(word)]
    on_dask = run_all.with_options(
        task_runner=task_runner(args.parallel, args.local_cluster)
    )
    sys.exit(0 if on_dask(days, return_state=True).is_completed() else 1)
