"""Runs seattle-weather.pipenb for many units on Dask: a container for each, each done once.

    python seattle_weather_dask.py 2022-01-01..2022-01-31 2022-03-05,2022-03-07 @FILE

DASK_SCHEDULER_ADDRESS names the cluster whose workers start the containers, as many at
once as they have threads. Without it they are started from this process, or with
--local-cluster from processes of their own. What starts them needs docker, the image and
what OPTIONS mounts; its Python the same version and the same distributed as this one.

What has ended is a line on standard output and in seattle_weather_dask.jsonl, and what is done there
is not done again. Ends with 0 once all are done, else with 1. A worker may be lost and
this command killed: the containers go on, and are found again by their names.
Written by pipenb.
"""

import argparse
import fcntl
import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from distributed import Client, LocalCluster, get_worker, wait

IMAGE = "registry.example.com/ada/seattle-weather@sha256:2222222222222222222222222222222222222222222222222222222222222222"
DIGEST = "sha256:1111111111111111111111111111111111111111111111111111111111111111"
# All but the unit: as the image takes them, and as they tell these runs from others.
ARGS = []
PARAMETERS = '[["output","data/output/seattle-weather"],["wetFrom",0.2]]'
# Of what ends with 75, after 10, 20, 40 … seconds.
RETRIES = 2
RUNTIME = "docker"
OPTIONS = [
    "--init",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    "--user=1000:1000",
    "--mount=type=bind,source=/home/ada/data/output,target=/app/work/data/output",
    "--env=PIPENB_IMAGE_DIGEST=sha256:1111111111111111111111111111111111111111111111111111111111111111",
    "--env=PIPENB_RESULT=-",
    "--label=io.pipenb.deployment=seattle-weather",
]
STATUS = {0: "done", 75: "later", 124: "timed-out", 130: "stopped", 143: "stopped"}


def units_of(word: str) -> list[str]:
    """The units of A..B, A..B/STEP, A,B or @FILE."""
    if word.startswith("@"):
        text = Path(word[1:]).read_text(encoding="utf-8-sig")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [unit for line in lines for unit in units_of(line)]
    units = []
    for part in word.split(","):
        ends, _, step = part.partition("/")
        first, _, last = ends.partition("..")
        found = between(first, last or first)[:: int(step or 1)]
        if not found:
            raise ValueError(f"{part} has no unit")
        units += found
    return units


def between(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(start + timedelta(days=n)) for n in range((end - start).days + 1)]


def key_of(unit: str) -> str:
    """What tells a run from all others: its image, its unit and its parameters."""
    text = f'["{DIGEST}",{json.dumps(unit, ensure_ascii=False)},{PARAMETERS}]'
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(unit: str, attempt: int) -> str:
    """The container's name, which no two can have at once."""
    return f"pipenb-{key_of(unit)[:24]}-{attempt}"


def engine(*words: str) -> subprocess.CompletedProcess[str]:
    options = {"capture_output": True, "encoding": "utf-8", "errors": "replace"}
    return subprocess.run([RUNTIME, *words], check=False, **options)


def ask(*words: str) -> str:
    """What the engine answers; an error is one of the engine, and not of the unit."""
    answer = engine(*words)
    if answer.returncode != 0:
        raise RuntimeError(answer.stderr.strip())
    return answer.stdout


def run_unit(unit: str, attempt: int) -> dict:
    """Runs the unit's container, or waits for the one that a lost worker has left."""
    name = name_of(unit, attempt)
    options = [f"--name={name}", f"--env=PIPENB_ATTEMPT={attempt}", *OPTIONS]
    made = engine("create", *options, IMAGE, f"--day={unit}", *ARGS)
    adopted = "already in use" in made.stderr
    if made.returncode != 0 and not adopted:
        raise RuntimeError(made.stderr.strip())
    form = "--format={{.State.Status}} {{.State.ExitCode}}"
    state, code = ask("inspect", form, name).split()
    if adopted and state == "exited" and int(code) > 128:  # its machine went down
        ask("rm", name)
        return run_unit(unit, attempt)
    if state == "created":
        ask("start", name)
    code = int(ask("wait", name))
    lines = engine("logs", name).stdout.strip().splitlines()
    return {
        "unit": unit,
        "key": key_of(unit),
        "attempt": attempt,
        "status": STATUS.get(code, "failed"),
        "exitCode": code,
        "adopted": adopted,
        "result": json.loads(lines[-1]) if lines and lines[-1][0] == "{" else None,
    }


def run_on_worker(unit: str, attempt: int) -> dict:
    """Says too whose engine has the container."""
    return {**run_unit(unit, attempt), "worker": get_worker().address}


def connect(parallel: int, processes: bool) -> Client:
    if address := os.environ.get("DASK_SCHEDULER_ADDRESS"):
        return Client(address)
    cluster = LocalCluster(
        n_workers=parallel if processes else 1,
        threads_per_worker=1 if processes else parallel,
        processes=processes,
        dashboard_address=None,
    )
    return Client(cluster)


def run_all(client: Client, units: list[str], known: dict, write) -> bool:
    """Runs them and writes down each end; says whether all are done."""
    ended, removals, left, failed = queue.Queue(), [], 0, 0

    def submit(unit: str, attempt: int, errors: int = 0) -> None:
        key = f"{unit}-{attempt}-{errors}-{key_of(unit)}"
        future = client.submit(run_on_worker, unit, attempt, key=key, pure=False)
        future.add_done_callback(lambda it: ended.put((it, unit, attempt, errors)))

    def later(tries: int, *words) -> None:
        timer = threading.Timer(5 * 2**tries, submit, words)
        timer.daemon = True
        timer.start()

    for unit in units:
        row = known.get(key_of(unit), {"status": "", "attempt": 0})
        if row["status"] != "done":
            left += 1
            submit(unit, row["attempt"] + 1 if row["status"] == "later" else 1)
    while left:
        future, unit, attempt, errors = ended.get()
        if future.status == "finished":
            row = future.result()
        elif errors < RETRIES:
            later(errors + 1, unit, attempt, errors + 1)
            continue
        else:
            row = {"unit": unit, "key": key_of(unit), "attempt": attempt}
            row |= {"status": "failed", "error": str(future.exception())}
        again = row["status"] == "later" and attempt <= RETRIES
        if not again:
            left -= 1
            failed += row["status"] != "done"
            row["status"] = row["status"].replace("later", "failed")
        worker = row.pop("worker", None)
        write(row)
        # A result that goes with its worker is made anew: not once its container is gone.
        future.release()
        options = {"workers": [worker], "allow_other_workers": True} if worker else {}
        names = [name_of(unit, n + 1) for n in range(attempt)]
        removals.append(client.submit(engine, "rm", *names, pure=False, **options))
        if again:
            later(attempt, unit, attempt + 1)
    wait(removals)
    # A command that was killed may have written an end down, and not removed its container.
    done = [row for row in known.values() if row["status"] == "done"][-100:]
    if names := [name_of(row["unit"], row["attempt"]) for row in done]:
        client.run(engine, "rm", *names)
    return failed == 0


def rows_of(file: TextIO) -> Iterator[dict]:
    """The lines of commands before this one; the last may be cut off."""
    file.seek(0)
    text = file.read()
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
    if text and not text.endswith("\n"):
        file.write("\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("units", nargs="+", help="A..B, A..B/STEP, A,B or @FILE")
    add("--parallel", type=int, default=2, help="at once, without a cluster")
    add("--local-cluster", action="store_true", help="start them from processes")
    add("--ends", type=Path, default=Path(__file__).with_suffix(".jsonl"))
    args = parser.parse_args()
    try:
        units = dict.fromkeys(unit for word in args.units for unit in units_of(word))
    except (OSError, ValueError) as error:
        parser.exit(64, f"{error}\n")
    with args.ends.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another command writes to {args.ends}. Wait, or give --ends.")
        known = {}
        for row in rows_of(file):
            known.pop(row["key"], None)
            known[row["key"]] = row

        def write(row: dict) -> None:
            line = json.dumps(row)
            print(line, flush=True)
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())

        try:
            with connect(args.parallel, args.local_cluster) as client:
                return 0 if run_all(client, list(units), known, write) else 1
        except KeyboardInterrupt:
            print("What runs goes on; the same command waits for it.", file=sys.stderr)
            os._exit(130)


if __name__ == "__main__":
    sys.exit(main())
