"""Measures one Jupyter kernel by Jupyter's own clients and prints the milliseconds of each run as JSON.

usage: measure_clients.py SPEC.json, where SPEC is {"name", "argv", "language", "interrupt_mode", "trivial", "cells": [...]}
"""

import json
import os
import sys
import time

spec = json.load(open(sys.argv[1]))
folder = os.path.join(os.getcwd(), "jupyter")  # goes with the folder that we run in
os.makedirs(os.path.join(folder, "kernels", spec["name"]))
with open(os.path.join(folder, "kernels", spec["name"], "kernel.json"), "w") as file:
    kernel = {key: spec[key] for key in ("argv", "language", "interrupt_mode")}
    json.dump({"display_name": spec["name"], **kernel}, file)
os.environ["JUPYTER_PATH"] = folder

import nbformat  # noqa: E402
from jupyter_client.manager import start_new_kernel  # noqa: E402
from nbclient import NotebookClient  # noqa: E402

measured = {"client_start": [], "client_round_trip": [], "client_restart": [], "client_notebook": []}


def timed(key, work):
    started = time.perf_counter()
    given = work()
    measured[key].append((time.perf_counter() - started) * 1000)
    return given


def run(client):
    reply = client.execute_interactive(spec["trivial"], timeout=60, output_hook=lambda message: None)
    assert reply["content"]["status"] == "ok", reply


def start():
    manager, client = start_new_kernel(kernel_name=spec["name"], stderr=-3)
    run(client)
    return manager, client


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel()


for _ in range(10):
    stop(*timed("client_start", start))

manager, client = start()
for _ in range(220):
    timed("client_round_trip", lambda: run(client))


def restart():
    manager.restart_kernel()
    client.wait_for_ready(timeout=60)


for _ in range(10):
    timed("client_restart", restart)
stop(manager, client)


def notebook():
    cells = [nbformat.v4.new_code_cell(text) for text in spec["cells"]]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), kernel_name=spec["name"], timeout=60).execute()


for _ in range(10):
    timed("client_notebook", notebook)

# The first ones find nothing in the caches of the machine and of the kernel's compiler.
warm = {"client_start": 2, "client_round_trip": 20, "client_restart": 2, "client_notebook": 2}
print(json.dumps({key: values[warm[key] :] for key, values in measured.items()}))
