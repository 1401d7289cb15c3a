#!/usr/bin/env bash
# Brings Debian's docker-registry for the tests of `pipenb push`; each test starts one of its own. Idempotent.
set -euo pipefail

say() { printf 'registry: %s\n' "$1"; }

command -v "${PIPENB_REGISTRY:-docker-registry}" >/dev/null || bash "$(dirname "$0")/debian.sh" registry docker-registry
say "$("${PIPENB_REGISTRY:-docker-registry}" --version)"
