#!/usr/bin/env bash
# Brings Debian's podman for the test that runs a pushed image on a second engine; the test gives it a folder of its own. Idempotent.
set -euo pipefail

say() { printf 'podman: %s\n' "$1"; }

command -v podman >/dev/null || bash "$(dirname "$0")/debian.sh" podman podman runc
say "$(podman --version)"
