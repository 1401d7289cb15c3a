#!/usr/bin/env bash
# Makes pipenb-test/superset, the image of samples/stack/dashboard on the Debian of .ci/base-image.sh. Idempotent.
#   superset.sh [lock]    lock: makes the versions that it has anew, from what was there on the day below
set -euo pipefail

newest=2026-05-31 # later packages do not work with Superset 6.1.0
debian=pipenb-test/debian:bookworm
label=pipenb.test.made-from
here=$(cd "$(dirname "$0")" && pwd)
dashboard=$here/../samples/stack/dashboard

if [ "${1:-}" = lock ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  bash "$here/uv.sh" "$work"
  {
    # shellcheck disable=SC2016 # a command in the text
    echo '# Made by `bash .ci/superset.sh lock`. Wheels for Linux on x86-64, Python 3.11, but for two of pure Python that have none.'
    "$work/uv" pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
      --exclude-newer "$newest" --only-binary :all: --no-binary odfpy --no-binary wtforms-json \
      --generate-hashes --no-emit-index-url --no-header --no-annotate "$dashboard/requirements.in"
  } >"$work/requirements.txt"
  cp "$work/requirements.txt" "$dashboard/requirements.txt"
fi

print=$( (cat "$dashboard"/{Dockerfile,requirements.txt,start.py,superset_config.py} && docker image inspect --format '{{.Id}}' $debian) | sha256sum | cut -c 1-16)
if [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" pipenb-test/superset 2>/dev/null)" != "$print" ]; then
  echo "superset: building pipenb-test/superset"
  docker build --quiet --build-arg BASE=$debian --label "$label=$print" --tag pipenb-test/superset "$dashboard" >/dev/null
fi
echo "superset: $(grep -o '^apache-superset==[0-9.]*' "$dashboard/requirements.txt") in pipenb-test/superset"
