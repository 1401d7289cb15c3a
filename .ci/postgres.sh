#!/usr/bin/env bash
# Brings Debian's PostgreSQL for the tests of `loadRows`; each test starts a server of its own. Idempotent.
set -euo pipefail

say() { printf 'postgres: %s\n' "$1"; }
installed() { find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1; }

if ! command -v initdb >/dev/null && [ -z "$(installed)" ]; then
  # No cluster of the machine's own, which would be started as a service.
  if [ "$(id -u)" -eq 0 ] && [ ! -f /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  bash "$(dirname "$0")/debian.sh" postgres postgresql
fi
say "$("$(command -v initdb || installed)" --version)"
