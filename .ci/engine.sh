#!/usr/bin/env bash
# Makes a container engine answer on this machine: uses the one that answers already, else installs Debian's docker.io
# and starts dockerd on its unix socket only. Idempotent. Extra dockerd options: PIPENB_DOCKERD_OPTIONS.
set -euo pipefail

say() { printf 'engine: %s\n' "$1"; }
answers() { command -v docker >/dev/null && timeout 20 docker version --format '{{.Server.Version}}' 2>/dev/null; }

if version=$(answers); then
  say "version $version answers already"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  say "no engine answers and only root can start one here. Start your container engine and run this again." >&2
  exit 1
fi

install_engine() {
  local missing=()
  command -v dockerd >/dev/null && command -v docker >/dev/null || missing+=(docker.io)
  command -v iptables >/dev/null || missing+=(iptables)
  mountpoint -q /sys/fs/cgroup || missing+=(cgroupfs-mount)
  [ ${#missing[@]} -eq 0 ] || bash "$(dirname "$0")/debian.sh" engine "${missing[@]}"
  mountpoint -q /sys/fs/cgroup || cgroupfs-mount
}

log=${PIPENB_DOCKERD_LOG:-/var/log/pipenb-dockerd.log}
host=${DOCKER_HOST:-unix:///var/run/docker.sock}
daemon=

# Packets larger than the way out takes would be lost without a word on machines with a small MTU.
outer_mtu() {
  local device
  device=$(ip -o route show default 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  cat "/sys/class/net/${device:-none}/mtu" 2>/dev/null || echo 1500
}

stop_daemon() {
  kill "$daemon" 2>/dev/null || return 0
  for _ in $(seq 1 50); do
    kill -0 "$daemon" 2>/dev/null || return 0
    sleep 0.2
  done
  kill -9 "$daemon" 2>/dev/null || true
}

# start OPTIONS… : true once it answers, false when it ended or stayed silent for a minute.
start() {
  # shellcheck disable=SC2086 # the extra options are words on purpose
  setsid nohup dockerd --host "$host" --mtu "$(outer_mtu)" "$@" ${PIPENB_DOCKERD_OPTIONS:-} >"$log" 2>&1 </dev/null &
  daemon=$!
  for _ in $(seq 1 120); do
    answers >/dev/null && return 0
    kill -0 "$daemon" 2>/dev/null || return 1
    sleep 0.5
  done
  stop_daemon
  return 1
}

if [[ $host != unix://* ]]; then
  say "DOCKER_HOST is $host and does not answer. Unset it, or start that engine." >&2
  exit 1
fi
install_engine
if version=$(answers); then # the package may have started it
  say "version $version answers"
  exit 0
fi

for options in "" "--storage-driver=vfs" "--iptables=false --ip6tables=false" \
  "--iptables=false --ip6tables=false --storage-driver=vfs" \
  "--iptables=false --ip6tables=false --bridge=none --storage-driver=vfs"; do
  say "starting dockerd ${options:-with its defaults}"
  # shellcheck disable=SC2086
  if start $options; then
    say "version $(answers) answers on $host (log: $log)"
    [ -z "$options" ] || say "NOTE: it runs with $options, as its defaults did not start here; containers may lack network or speed"
    exit 0
  fi
  say "that did not start; its last words:"
  tail -n 5 "$log" | cut -c 1-300
done
say "no container engine could be started. The whole log of the last try is in $log." >&2
exit 1
