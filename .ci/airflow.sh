#!/usr/bin/env bash
# Brings Airflow, its Docker and Kubernetes providers and ruff for the tests; kept under the home folder. Idempotent.
#   airflow.sh [lock]    lock: makes their versions anew, from what was there on the day below
# PIPENB_AIRFLOW: the folder of it all; venv/bin has them.
set -euo pipefail

place=${PIPENB_AIRFLOW:-$HOME/.cache/pipenb/airflow}
bash "$(dirname "$0")/python-env.sh" airflow "$place" 2026-11-20 "$@"
echo "airflow: Airflow $("$place/venv/bin/python" -c 'from importlib.metadata import version; print(version("apache-airflow"))') in $place/venv"
