#!/usr/bin/env bash
# Makes, from Debian packages and npm packages alone, the images that stand for public ones where none can be pulled:
#   pipenb-test/debian:bookworm  a Debian without Node
#   pipenb-test/node:24          the same with Node 24 and npm, laid out as node:24-bookworm-slim is
# Both trust this machine's CA bundle, so that builds and containers reach the registries. Made once; again when
# this script, the bundle or the Node version change. Node comes from PIPENB_NODE or the npm package node@24.
set -euo pipefail

debian=pipenb-test/debian:bookworm
node_image=pipenb-test/node:24
bundle=${PIPENB_CA_BUNDLE:-/etc/ssl/certs/ca-certificates.crt}
label=pipenb.test.made-from

say() { printf 'base image: %s\n' "$1"; }
made_from() { docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null || true; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

node_version='v24.*' # any, unless a binary is given
if [ -n "${PIPENB_NODE:-}" ]; then node_version=$("$PIPENB_NODE" --version); fi
if [[ $node_version != v24.* ]]; then
  say "PIPENB_NODE is Node $node_version; images need Node 24" >&2
  exit 1
fi
[ -f "$bundle" ] || bundle=/dev/null
print=$(cat "$0" "$bundle" | sha256sum | cut -c 1-16)
# shellcheck disable=SC2053 # node_version may be a pattern
if [ "$(made_from $debian)" = "$print" ] && [[ "$(made_from $node_image)" == $print-$node_version ]]; then
  say "$debian and $node_image are there already"
  exit 0
fi

make_debian() {
  if ! command -v mmdebstrap >/dev/null; then
    say "installing mmdebstrap"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
  fi
  apt-config dump | grep -i '^Acquire::https\?::Proxy' >"$work/proxy" || true
  say "bootstrapping $debian"
  # shellcheck disable=SC2016 # "$1" is mmdebstrap's word for the new root
  mmdebstrap --quiet --variant=minbase --include=ca-certificates \
    --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='if [ -s "'"$work"'/proxy" ]; then cp "'"$work"'/proxy" "$1/etc/apt/apt.conf.d/90machine"; fi' \
    --customize-hook='if [ -s "'"$bundle"'" ]; then cp "'"$bundle"'" "$1/etc/ssl/certs/ca-certificates.crt"; fi' \
    --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf"' \
    bookworm - |
    docker import \
      --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
      --change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
      --change 'CMD ["bash"]' --change "LABEL $label=$print" - $debian >/dev/null
}

make_node() {
  local fetch="$work/fetch" context="$work/context" node=${PIPENB_NODE:-} wanted=(npm@11)
  mkdir -p "$fetch" "$context"
  [ -n "$node" ] || wanted+=(node@24)
  say "fetching ${wanted[*]}"
  npm install --prefix "$fetch" --no-save --no-audit --no-fund --loglevel=error "${wanted[@]}" >/dev/null
  node=${node:-$fetch/node_modules/node/bin/node}
  cp -L "$node" "$context/node"
  cp -R "$fetch/node_modules/npm" "$context/npm"
  cat >"$context/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
set -e
# An option, or what is no command, is for node itself.
if [ "${1#-}" != "$1" ] || ! command -v "$1" >/dev/null; then set -- node "$@"; fi
exec "$@"
ENTRYPOINT
  chmod 755 "$context/node" "$context/docker-entrypoint.sh"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $debian
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY node docker-entrypoint.sh /usr/local/bin/
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s node /usr/local/bin/nodejs \\
 && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && node --version && npm --version
ENV NODE_VERSION=$("$node" -p process.versions.node)
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]
LABEL $label=$print-$("$node" --version)
DOCKERFILE
  say "building $node_image"
  docker build --quiet --tag $node_image "$context" >/dev/null
}

if [ "$(made_from $debian)" != "$print" ]; then make_debian; fi
make_node
say "made $debian and $node_image"
