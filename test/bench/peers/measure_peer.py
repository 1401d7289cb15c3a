"""Measures one Jupyter kernel over its own sockets and prints what it found as JSON.

usage: measure_peer.py SPEC.json, where SPEC is {"name", "argv", "language", "interrupt_mode", "code": {...}}
"""

import json
import os
import queue
import statistics
import sys
import time

spec = json.load(open(sys.argv[1]))
code = spec["code"]
folder = os.path.join(os.getcwd(), "jupyter")  # goes with the folder that we run in
os.makedirs(os.path.join(folder, "kernels", spec["name"]))
with open(os.path.join(folder, "kernels", spec["name"], "kernel.json"), "w") as file:
    json.dump(
        {
            "argv": spec["argv"],
            "display_name": spec["name"],
            "language": spec["language"],
            "interrupt_mode": spec["interrupt_mode"],
        },
        file,
    )
os.environ["JUPYTER_PATH"] = folder

from jupyter_client.manager import KernelManager  # noqa: E402


def start():
    manager = KernelManager(kernel_name=spec["name"])
    manager.start_kernel(stdout=-3, stderr=-3)
    client = manager.blocking_client()
    client.start_channels()
    return manager, client


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def reply_of(client, identity, timeout):
    while True:
        reply = client.get_shell_msg(timeout=timeout)
        if reply["parent_header"].get("msg_id") == identity:
            return reply["content"]


def run(client, text, on_message=None):
    """Runs a cell to its reply and its idle; gives the milliseconds. A cell that fails was not measured.

    tslab loses an idle now and then: a second after the reply it is not waited for any longer, nor counted.
    """
    started = time.perf_counter()
    identity = client.execute(text)
    reply = reply_of(client, identity, 60)
    ended = time.perf_counter()
    if reply["status"] != "ok":
        raise RuntimeError(f"a cell ended with {reply}")
    try:
        while True:
            message = client.get_iopub_msg(timeout=1)
            if message["parent_header"].get("msg_id") != identity:
                continue
            if on_message is not None:
                on_message(message)
            if message["content"].get("execution_state") == "idle":
                ended = max(ended, time.perf_counter())
                break
    except queue.Empty:
        pass
    return (ended - started) * 1000


def median(measure, warmups, runs):
    values = [measure(index) for index in range(warmups + runs)]
    return statistics.median(values[warmups:])


def start_to_first_result(_):
    started = time.perf_counter()
    manager, client = start()
    identity = client.execute(code["trivial"])
    reply_of(client, identity, 60)
    milliseconds = (time.perf_counter() - started) * 1000
    stop(manager, client)
    return milliseconds


def lines(client):
    """A hundred thousand printed lines: milliseconds to idle, and how many had not come five seconds of silence later."""
    text = []
    started = time.perf_counter()
    identity = client.execute(code["lines"])
    milliseconds = None
    try:
        while milliseconds is None or "line 99999\n" not in "".join(text[-1:]):
            message = client.get_iopub_msg(timeout=60 if milliseconds is None else 5)
            content = message["content"]
            if message["msg_type"] == "stream":
                text.append(content["text"])
            elif content.get("execution_state") == "idle" and message["parent_header"].get("msg_id") == identity:
                milliseconds = (time.perf_counter() - started) * 1000
    except queue.Empty:
        pass
    seen = set("".join(text).splitlines())
    return milliseconds, 100_000 - len(seen.intersection(f"line {index}" for index in range(100_000)))


def display(client):
    """Ten megabytes of HTML until the client has them."""
    run(client, code["display_setup"])

    def once(_):
        sizes = []

        def gather(message):
            html = message["content"].get("data", {}).get("text/html")
            if html is not None:
                sizes.append(len("".join(html)))

        started = time.perf_counter()
        run(client, code["display"], on_message=gather)
        while not sizes:
            gather(client.get_iopub_msg(timeout=10))
        return (time.perf_counter() - started) * 1000

    return median(once, 2, 10)


def interrupted(manager, client):
    """Asks by message or by signal, as the kernel wants it."""
    if spec["interrupt_mode"] == "message":
        client.control_channel.send(client.session.msg("interrupt_request", {}))
    else:
        manager.interrupt_kernel()


def interrupt(manager, client):
    """An endless loop, interrupted with its variables kept; raises when it cannot be."""

    run(client, code["keep"])

    def once(_):
        identity = client.execute(code["endless"])
        time.sleep(0.5)
        started = time.perf_counter()
        interrupted(manager, client)
        reply = reply_of(client, identity, 10)
        milliseconds = (time.perf_counter() - started) * 1000
        if reply["status"] == "ok":
            raise RuntimeError("the endless loop ended by itself")
        # ipykernel and tslab abort what comes in the first moment after an error.
        time.sleep(0.3)
        run(client, code["kept"])
        return milliseconds

    return median(once, 1, 5)


def processes(root):
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = open(f"/proc/{name}/stat").read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(name))
    found = [root]
    for pid in found:
        found.extend(parents.get(pid, []))
    return found


def memory(manager):
    """Megabytes: pages of each process's own, and the shared ones once."""
    own, shared = 0, 0
    for pid in processes(manager.provisioner.pid):
        fields = {}
        for line in open(f"/proc/{pid}/smaps_rollup").readlines()[1:]:
            name, value = line.split(":")
            fields[name] = int(value.split()[0])
        private = fields["Private_Clean"] + fields["Private_Dirty"]
        own += private
        shared = max(shared, fields["Rss"] - private)
    return (own + shared) * 1024 / 1e6


def headless(_):
    """A notebook of five cells, run by nbclient; Python and its imports are there already."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(text) for text in code["typical"][:5]]
    started = time.perf_counter()
    NotebookClient(notebook, kernel_name=spec["name"], timeout=60).execute(stdout=-3, stderr=-3)
    return (time.perf_counter() - started) * 1000


result = {}


def note(name, measure):
    """A peer that cannot do something has null there; what fails by chance is tried once more."""
    for attempt in (1, 2):
        try:
            result[name] = measure()
            return
        except Exception as error:  # whatever a peer's failure is, the others are still measured
            print(f"{spec['name']} {name}, attempt {attempt}: {type(error).__name__} {error}", file=sys.stderr)
            result[name] = None


def with_kernel(measure):
    """Measures in a kernel of its own."""

    def measured():
        manager, client = start()
        try:
            client.wait_for_ready(timeout=60)
            return measure(manager, client)
        finally:
            stop(manager, client)

    return measured


def memory_after_start(manager, client):
    run(client, code["trivial"])
    time.sleep(1.5)
    return memory(manager)


def typical_cells(client, warmups, runs):
    return median(lambda index: run(client, code["typical"][index % len(code["typical"])]), warmups, runs)


def all_typical(_, client):
    first = typical_cells(client, 20, 100)
    result["typical_after_500"] = typical_cells(client, 500, 100)
    return first


def both_of_lines(_, client):
    milliseconds, result["lines_lost"] = lines(client)
    return milliseconds


note("start", lambda: median(start_to_first_result, 1, 5))
note("headless", lambda: median(headless, 1, 5))
note("memory", with_kernel(memory_after_start))
note("trivial", with_kernel(lambda _, client: median(lambda _: run(client, code["trivial"]), 20, 100)))
note("typical", with_kernel(all_typical))
note("display", with_kernel(lambda _, client: display(client)))
note("interrupt", with_kernel(interrupt))
note("lines", with_kernel(both_of_lines))
print(json.dumps(result))
