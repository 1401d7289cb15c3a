/** The Python that has a cluster's workers run containers, as it is asked to on its standard input. */

/** A line of JSON for each question, one for each answer. It ends once nobody asks any more; what runs goes on. */
export const daskProgram = `import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from urllib.parse import urlparse
from uuid import uuid4

from distributed import Client

RUNTIME, ADDRESS = sys.argv[1:]


def engine(*words: str, together: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RUNTIME, *words],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if together else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def ask(*words: str) -> str:
    answer = engine(*words)
    if answer.returncode != 0:
        raise RuntimeError(answer.stderr.strip())
    return answer.stdout


def run(name: str, words: list[str]) -> dict:
    """Runs the container, or waits for the one of its name, which goes on without whoever has started it."""
    made = engine("create", f"--name={name}", *words)
    adopted = "already in use" in made.stderr
    if made.returncode != 0 and not adopted:
        raise RuntimeError(made.stderr.strip())
    form = "--format={{.State.Status}} {{.State.ExitCode}}"
    state, code = ask("inspect", form, name).split()
    if state == "created":
        ask("start", name)
    # What was killed may have gone down with its machine; what was stopped has not.
    if adopted and state == "exited":
        return {"code": int(code), "interrupted": code not in ("130", "143")}
    ended = engine("wait", name)
    if ended.returncode != 0:
        if "no such container" in ended.stderr.lower():
            return {"code": None}
        raise RuntimeError(ended.stderr.strip())
    return {"code": int(ended.stdout), "interrupted": False}


def stop(name: str) -> None:
    engine("stop", "--time=10", name)


def remove(name: str) -> None:
    engine("rm", "--force", name)


def log(name: str) -> str | None:
    written = engine("logs", name, together=True)
    if written.returncode == 0:
        return written.stdout
    if "no such container" in written.stdout.lower():
        return None
    raise RuntimeError(written.stdout[-2000:].strip())


def containers(label: str) -> list[dict]:
    names = ask("ps", "--all", "--quiet", f"--filter=label={label}").split()
    found = json.loads(engine("inspect", *names).stdout) if names else []
    return [
        {
            "name": each["Name"].removeprefix("/"),
            "running": each["State"]["Status"] == "running",
            "labels": each["Config"]["Labels"],
        }
        for each in found
    ]


async def aside(function, word: str):
    """A worker says all the while that it is there."""
    return await asyncio.to_thread(function, word)


def on_each_host(function, word: str) -> list[dict]:
    """What each says; one that was just lost does not keep the others from it."""
    # Not by scheduler_info: what it gives is emptied by a callback of the client.
    hosts = {urlparse(address).hostname: address for address in client.nthreads()}
    if not hosts:
        return []
    workers = [*hosts.values()]
    said = client.run(aside, function, word, workers=workers, on_error="return")
    return [
        {"error": str(it)}
        if isinstance(it, Exception)
        else {"worker": worker, "answer": it}
        for worker, it in said.items()
    ]


def workers_beside(worker: str | None) -> list[str]:
    if worker is None:
        return []
    host = urlparse(worker).hostname
    return [it for it in client.nthreads() if urlparse(it).hostname == host]


def submit(name: str, words: list[str], worker: str | None):
    """To be run by any worker; by those beside the one whose engine has the container, while there are some."""
    while beside := workers_beside(worker):
        # allow_other_workers would let whoever idles steal it, and begin it a second time.
        future = client.submit(
            run, name, words, key=f"{name}-{uuid4()}", pure=False, workers=beside
        )
        while not future.done() and not set(beside).isdisjoint(client.nthreads()):
            time.sleep(2)
        if future.done():
            return future
        future.release()
    return client.submit(run, name, words, key=f"{name}-{uuid4()}", pure=False)


def answer(**words) -> None:
    with writing:
        print(json.dumps(words), flush=True)


def answer_run(number: int, future) -> None:
    if future.status == "finished":
        answer(number=number, answer=future.result())
    elif future.status == "error":
        answer(number=number, error=str(future.exception()))
    else:
        answer(number=number, error="the scheduler has gone, or let go of it")
    future.release()


def take(
    number: int, question: str, name: str, words: list[str], worker: str | None = None
) -> None:
    try:
        if question == "run":
            future = submit(name, words, worker)
            future.add_done_callback(lambda it: answer_run(number, it))
        else:
            answer(number=number, answer=on_each_host(questions[question], name))
    except Exception as error:  # noqa: BLE001 — whoever has asked has to be told
        answer(number=number, error=str(error))


if __name__ == "__main__":
    writing = threading.Lock()
    questions = {"stop": stop, "remove": remove, "log": log, "containers": containers}
    try:
        client = Client(ADDRESS)
    except (OSError, ValueError) as error:
        sys.exit(f"No answer of the cluster: {error}")
    threads = sum(client.nthreads().values())
    answer(number=0, answer=threads)
    for line in sys.stdin:
        threading.Thread(target=take, kwargs=json.loads(line), daemon=True).start()
    os._exit(0)
`;
