#!/usr/bin/env bash
# Brings pip, which brings single files of PyPI. Idempotent.
set -euo pipefail

python3 -m pip --version >/dev/null 2>&1 || bash "$(dirname "$0")/debian.sh" pip python3-pip
