#!/usr/bin/env bash
# Brings a Python environment for tests, from the versions and hashes of .ci/NAME/requirements.txt, wheels only. Idempotent.
#   python-env.sh NAME PLACE NEWEST [lock]    lock: makes that file anew of requirements.in, without packages that came after the day NEWEST
# PLACE/venv/bin/python has the packages, and PLACE/uv is what installs more there.
set -euo pipefail

name=$1
place=$2
newest=$3
here=$(cd "$(dirname "$0")/$name" && pwd)
uv=$place/uv

bash "$(dirname "$0")/uv.sh" "$place"

if [ "${4:-}" = lock ]; then
  {
    echo "# Made by \`bash .ci/$name.sh lock\`. Wheels for Linux on x86-64, Python 3.11 and newer."
    "$uv" pip compile --quiet --python-version 3.11 --python-platform x86_64-manylinux_2_28 --exclude-newer "$newest" \
      --only-binary :all: --generate-hashes --no-emit-index-url --no-header --no-annotate "$here/requirements.in"
  } >"$here/requirements.new"
  mv "$here/requirements.new" "$here/requirements.txt"
fi

# Compiled here: where Python is told to write no bytecode, each process would compile thousands of files anew.
if ! cmp -s "$here/requirements.txt" "$place/compiled.txt"; then
  echo "$name: bringing $(grep -c '^[^ #]' "$here/requirements.txt") packages"
  "$uv" venv --quiet --clear --python-preference only-system "$place/venv"
  "$uv" pip sync --quiet --compile-bytecode --python "$place/venv/bin/python" --require-hashes --only-binary :all: "$here/requirements.txt"
  cp "$here/requirements.txt" "$place/compiled.txt"
fi
