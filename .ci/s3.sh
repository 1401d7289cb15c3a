#!/usr/bin/env bash
# Brings versitygw, a server that speaks S3 over a folder, for the tests of the library's objects; each test starts one of its own.
# Built by Go and kept under the home folder. Idempotent.
set -euo pipefail

version=1.8.0
place=$HOME/.cache/pipenb/versitygw-$version

say() { printf 's3: %s\n' "$1"; }

if [ -n "${PIPENB_S3:-}" ]; then
  say "using $PIPENB_S3"
  exit 0
fi
if [ ! -x "$place/versitygw" ]; then
  if ! command -v go >/dev/null; then
    say "Go is missing, which builds versitygw. Install it and run this again, or give a versitygw by PIPENB_S3." >&2
    exit 1
  fi
  say "building versitygw $version (a few minutes)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  CGO_ENABLED=0 GOBIN=$work go install -trimpath -ldflags "-s -w" "github.com/versity/versitygw/cmd/versitygw@v$version"
  mkdir -p "$place"
  mv "$work/versitygw" "$place/versitygw"
fi
say "versitygw $version is at $place"
