#!/usr/bin/env bash
# Prints where the definition of Argo's CronWorkflow lies, with its whole schema, by which an API server checks what pipenb writes. It is
# taken once from Argo's own Go module.
set -euo pipefail

version=3.6.5
place=$HOME/.cache/pipenb/argo-workflows-$version
file=argoproj.io_cronworkflows.yaml

if [ ! -e "$place/$file" ]; then
  if ! command -v go >/dev/null; then
    echo "argo: Go is missing, which brings Argo's definitions. Install it and run this again." >&2
    exit 1
  fi
  echo "argo: bringing the definitions of $version" >&2
  cd /
  folder=$(go mod download -json "github.com/argoproj/argo-workflows/v3@v$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  mkdir -p "$place"
  cp "$folder/manifests/base/crds/full/$file" "$place/$file.new"
  chmod u+w "$place/$file.new"
  mv "$place/$file.new" "$place/$file"
fi
echo "$place/$file"
