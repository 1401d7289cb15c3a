#!/usr/bin/env bash
# Brings Prefect, its Docker worker, Dask and ruff for the tests. Idempotent.
#   prefect.sh [lock]    lock: makes their versions anew, from what was there on the day below
# PIPENB_PREFECT: the folder of it all; venv/bin has them.
set -euo pipefail

place=${PIPENB_PREFECT:-/tmp/pipenb-prefect}
bash "$(dirname "$0")/python-env.sh" prefect "$place" 2026-11-20 "$@"
echo "prefect: $("$place/venv/bin/python" -c 'from importlib.metadata import version as v; print("Prefect", v("prefect"), "and Dask", v("distributed"))') in $place/venv"
