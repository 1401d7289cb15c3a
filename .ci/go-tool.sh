#!/usr/bin/env bash
# Builds a program by Go and keeps it under the home folder. Idempotent.
#   go-tool.sh MODULE VERSION HOW-LONG GIVEN-BY: a variable of this name holds a path where there is one already.
set -euo pipefail

module=$1 version=$2 takes=$3 given=$4
name=${module##*/}
place=$HOME/.cache/pipenb/$name-$version

say() { printf '%s: %s\n' "$name" "$1"; }

if [ -n "${!given:-}" ]; then
  say "using ${!given}"
  exit 0
fi
if [ ! -x "$place/$name" ]; then
  if ! command -v go >/dev/null; then
    say "Go is missing, which builds $name. Install it and run this again, or give a $name by $given." >&2
    exit 1
  fi
  say "building $name $version ($takes)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  CGO_ENABLED=0 GOBIN=$work go install -trimpath -ldflags "-s -w" "$module@v$version"
  mkdir -p "$place"
  mv "$work/$name" "$place/$name"
fi
say "$name $version is at $place"
