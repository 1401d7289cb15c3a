#!/usr/bin/env bash
# Makes the real editor run on this machine: Debian's chromium and code-server (scripts/code-server.mjs). Idempotent.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'editor: %s\n' "$1"; }

missing=()
command -v "${PIPENB_CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
command -v g++ >/dev/null || missing+=(g++ make)
command -v python3 >/dev/null || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -ne 0 ]; then
    say "${missing[*]} missing and only root can install packages. Install them and run this again." >&2
    exit 1
  fi
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
say "$("${PIPENB_CHROMIUM:-chromium}" --version 2>/dev/null)"
node scripts/code-server.mjs
