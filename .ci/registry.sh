#!/usr/bin/env bash
# Brings Debian's docker-registry for the tests of `pipenb push`; each test starts one of its own. Idempotent.
set -euo pipefail

say() { printf 'registry: %s\n' "$1"; }

if ! command -v "${PIPENB_REGISTRY:-docker-registry}" >/dev/null; then
  if [ "$(id -u)" -ne 0 ]; then
    say "docker-registry is missing and only root can install packages. Install it and run this again." >&2
    exit 1
  fi
  say "installing docker-registry"
  apt-get update -qq
  # RUNLEVEL keeps Debian from starting it as a service.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker-registry >/dev/null
fi
say "$("${PIPENB_REGISTRY:-docker-registry}" --version)"
