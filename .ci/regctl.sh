#!/usr/bin/env bash
# Brings regctl, a client of registries by other people, with which tests look at what pipenb has put beside an image.
# Built by Go and kept under the home folder. Idempotent.
set -euo pipefail

version=0.11.7
place=$HOME/.cache/pipenb/regctl-$version

say() { printf 'regctl: %s\n' "$1"; }

if [ -n "${PIPENB_REGCTL:-}" ]; then
  say "using $PIPENB_REGCTL"
  exit 0
fi
if [ ! -x "$place/regctl" ]; then
  if ! command -v go >/dev/null; then
    say "Go is missing, which builds regctl. Install it and run this again, or give a regctl by PIPENB_REGCTL." >&2
    exit 1
  fi
  say "building regctl $version (some seconds)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  CGO_ENABLED=0 GOBIN=$work go install -trimpath -ldflags "-s -w" "github.com/regclient/regclient/cmd/regctl@v$version"
  mkdir -p "$place"
  mv "$work/regctl" "$place/regctl"
fi
say "regctl $version is at $place"
