#!/usr/bin/env bash
# Installs Debian packages for another of these scripts: debian.sh WHO PACKAGE...
set -euo pipefail

who=$1
shift
if [ "$(id -u)" -ne 0 ]; then
  printf '%s: only root can install packages. Install %s and run this again.\n' "$who" "$*" >&2
  exit 1
fi
printf '%s: installing %s\n' "$who" "$*"
apt-get update -qq
# RUNLEVEL keeps Debian from starting what it installs as services.
RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
