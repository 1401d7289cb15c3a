#!/usr/bin/env bash
# Brings pip, which brings single files of PyPI. Idempotent.
set -euo pipefail

if ! python3 -m pip --version >/dev/null 2>&1; then
  if [ "$(id -u)" -ne 0 ]; then
    echo "pip: it is missing and only root can install packages. Install python3-pip and run this again." >&2
    exit 1
  fi
  echo "pip: installing python3-pip"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-pip >/dev/null
fi
