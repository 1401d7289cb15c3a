#!/usr/bin/env bash
# Brings Debian's PostgreSQL for the tests of `loadRows`; each test starts a server of its own. Idempotent.
set -euo pipefail

say() { printf 'postgres: %s\n' "$1"; }
installed() { find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1; }

if ! command -v initdb >/dev/null && [ -z "$(installed)" ]; then
  if [ "$(id -u)" -ne 0 ]; then
    say "initdb is missing and only root can install packages. Install postgresql and run this again." >&2
    exit 1
  fi
  say "installing postgresql"
  # No cluster of the machine's own, which would be started as a service.
  mkdir -p /etc/postgresql-common
  [ -f /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  apt-get update -qq
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
fi
say "$("$(command -v initdb || installed)" --version)"
