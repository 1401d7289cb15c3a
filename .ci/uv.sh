#!/usr/bin/env bash
# Brings uv, which makes Python environments and their locks, as PLACE/uv: uv.sh PLACE. Idempotent.
set -euo pipefail

version=0.13.9
place=$1
if [ "$("$place/uv" --version 2>/dev/null | cut -d' ' -f2)" = $version ]; then exit; fi
bash "$(dirname "$0")/pip.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work" "uv==$version"
python3 -m zipfile --extract "$work"/uv-*.whl "$work"
mkdir -p "$place"
install -m 755 "$work/uv-$version.data/scripts/uv" "$place/uv"
