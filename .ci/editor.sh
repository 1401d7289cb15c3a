#!/usr/bin/env bash
# Makes the real editor run on this machine: Debian's chromium and code-server (scripts/code-server.mjs). Idempotent.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'editor: %s\n' "$1"; }

missing=()
command -v "${PIPENB_CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
command -v g++ >/dev/null || missing+=(g++ make)
command -v python3 >/dev/null || missing+=(python3)
[ ${#missing[@]} -eq 0 ] || bash .ci/debian.sh editor "${missing[@]}"
say "$("${PIPENB_CHROMIUM:-chromium}" --version 2>/dev/null)"
node scripts/code-server.mjs
