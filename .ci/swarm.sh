#!/usr/bin/env bash
# A Docker Swarm of three engines on this machine, a manager and two workers, each in a network namespace of its own, with a registry at
# 10.77.0.1:5000 that only they reach. The engine of this machine is not touched. Idempotent.
#   swarm.sh up | down
# PIPENB_SWARM: the folder of it all; N/docker.sock in it is the socket of node N, and 0 is the manager.
set -euo pipefail

place=${PIPENB_SWARM:-/tmp/pipenb-swarm}
net=10.77.0
nodes=(0 1 2)

say() { printf 'swarm: %s\n' "$1"; }
engine() { docker --host "unix://$place/$1/docker.sock" "${@:2}"; }
space() { echo "pipenb-swarm$1"; }
# Not `ip netns exec`, which mounts another /sys, without the cgroups.
inside() { nsenter --net="/run/netns/$(space "$1")" "${@:2}"; }
ready() { [ "$(engine 0 node ls --format '{{.Status}}' 2>/dev/null | grep -c '^Ready$')" = ${#nodes[@]} ]; }

# waits_for SECONDS COMMAND…
waits_for() {
  local until=$((SECONDS + $1))
  until "${@:2}" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.1
  done
}

cable() {
  local own
  own=$(space "$1")
  ip netns add "$own"
  ip -n "$own" link set lo up
  if [ "$1" = 0 ]; then
    # In a namespace too: on the machine itself the firewall of its engine would drop what passes.
    ip -n "$own" link add br0 type bridge
    ip -n "$own" addr add $net.1/24 dev br0
    ip -n "$own" link set br0 up
  else
    ip -n "$own" link add eth0 type veth peer name "node$1" netns "$(space 0)"
    ip -n "$(space 0)" link set "node$1" master br0 up
    ip -n "$own" addr add "$net.$(($1 + 1))/24" dev eth0
    ip -n "$own" link set eth0 up
  fi
}

start() {
  mkdir -p "$place/$1"
  # Without a bridge: one with its usual name would be taken for the machine's own.
  # shellcheck disable=SC2016
  setsid nohup nsenter --net="/run/netns/$(space "$1")" unshare --uts sh -c 'hostname "node$1"; shift; exec "$@"' sh "$1" \
    dockerd --data-root "$place/$1/data" --exec-root "$place/$1/exec" --pidfile "$place/$1/pid" \
    --host "unix://$place/$1/docker.sock" --bridge=none --ip-forward=false --insecure-registry $net.1:5000 \
    --shutdown-timeout 5 >"$place/$1/log" 2>&1 </dev/null &
}

up() {
  if ready; then
    say "three nodes are there already"
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    say "only root can make network namespaces. The tests on a swarm are skipped without them." >&2
    exit 1
  fi
  down
  for i in "${nodes[@]}"; do cable "$i"; done
  for i in "${nodes[@]}"; do start "$i"; done
  mkdir -p "$place/registry"
  printf '{"version":"0.1","log":{"level":"error"},"storage":{"filesystem":{"rootdirectory":"%s"}},"http":{"addr":"%s:5000"}}\n' \
    "$place/registry" $net.1 >"$place/registry.json"
  setsid nohup nsenter --net="/run/netns/$(space 0)" "${PIPENB_REGISTRY:-docker-registry}" serve "$place/registry.json" \
    >"$place/registry.log" 2>&1 </dev/null &
  echo $! >"$place/registry.pid"
  for i in "${nodes[@]}"; do
    waits_for 60 engine "$i" info || {
      say "the engine of node $i does not answer; its last words:" >&2
      tail -n 5 "$place/$i/log" >&2
      exit 1
    }
  done
  engine 0 swarm init --advertise-addr $net.1 >/dev/null
  local token
  token=$(engine 0 swarm join-token --quiet worker)
  for i in "${nodes[@]:1}"; do
    engine "$i" swarm join --advertise-addr "$net.$((i + 1))" --token "$token" $net.1:2377 >/dev/null
  done
  waits_for 60 ready || {
    say "not all nodes are ready" >&2
    engine 0 node ls >&2
    exit 1
  }
  say "three nodes: unix://$place/0/docker.sock manages them"
}

# What an engine that broke has said of it, or its last words.
tell_end() {
  [ -f "$1" ] || return 0
  { grep -m 1 -A 40 -E '^(panic|fatal error|SIG[A-Z]+):' "$1" || tail -n 20 "$1"; } >&2
}

down() {
  local pids=() pid mount
  for file in "$place"/*/pid "$place/registry.pid"; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    # A number that was given to another process meanwhile is left alone.
    if ! grep -qsaF "$place/" "/proc/$pid/cmdline"; then
      say "$file: it has ended by itself" >&2
      tell_end "$(dirname "$file")/log"
      continue
    fi
    kill "$pid" 2>/dev/null && pids+=("$pid")
  done
  for pid in "${pids[@]}"; do
    gone() { ! kill -0 "$pid"; }
    waits_for 20 gone || kill -9 "$pid" 2>/dev/null || true
  done
  # What an engine that was killed has left: its helpers with the containers, and their mounts.
  for pid in $(grep -lsaF "$place/" /proc/[0-9]*/cmdline | cut -d/ -f3); do
    case $(readlink "/proc/$pid/exe") in
      */containerd | */containerd-shim* | */dockerd) kill -9 "$pid" 2>/dev/null || true ;;
    esac
  done
  for i in "${nodes[@]}"; do
    [ -e "/run/netns/$(space "$i")" ] || continue
    ip netns pids "$(space "$i")" | xargs -r kill -9 2>/dev/null || true
    ip netns del "$(space "$i")"
  done
  awk -v place="$place/" 'index($2, place) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$mount"
  done
  rm -rf "$place"
}

case ${1:-up} in
  up) up ;;
  down) down ;;
  *)
    say "write up or down" >&2
    exit 64
    ;;
esac
