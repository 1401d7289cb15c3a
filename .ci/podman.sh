#!/usr/bin/env bash
# Brings Debian's podman for the test that runs a pushed image on a second engine; the test gives it a folder of its own. Idempotent.
set -euo pipefail

say() { printf 'podman: %s\n' "$1"; }

if ! command -v podman >/dev/null; then
  if [ "$(id -u)" -ne 0 ]; then
    say "podman is missing and only root can install packages. Install it and run this again." >&2
    exit 1
  fi
  say "installing podman"
  apt-get update -qq
  # RUNLEVEL keeps Debian from starting its timers.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends podman runc >/dev/null
fi
say "$(podman --version)"
