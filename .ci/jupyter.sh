#!/usr/bin/env bash
# Brings Jupyter's clients for the tests: JupyterLab, nbclient, nbconvert, papermill, the console, jupyter_kernel_test. Idempotent.
#   jupyter.sh [lock]    lock: makes their versions anew, from what was there on the day below
# PIPENB_JUPYTER: the folder of it all; venv/bin/python in it has them, and uv is what installs packages there.
set -euo pipefail

place=${PIPENB_JUPYTER:-/tmp/pipenb-jupyter}
bash "$(dirname "$0")/python-env.sh" jupyter "$place" 2026-11-20 "$@"
echo "jupyter: $("$place/venv/bin/jupyter-lab" --version) of JupyterLab in $place/venv"
