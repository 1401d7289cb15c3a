#!/usr/bin/env bash
# Makes, of Debian packages and what .ci/s3.sh has built, the images that stand for those of the services of samples/orders.pipenb where none
# can be pulled; the test that needs them tags them with the public names while it runs:
#   pipenb-test/postgres   as postgres:17-alpine is started: POSTGRES_PASSWORD_FILE, the port, pg_isready and psql
#   pipenb-test/versitygw  as versity/versitygw is started: VGW_BINARY, arguments
# Made once; again when this script or the base image change.
set -euo pipefail

debian=pipenb-test/debian:bookworm
versitygw=${PIPENB_S3:-$HOME/.cache/pipenb/versitygw-1.8.0/versitygw}
label=pipenb.test.made-from

say() { printf 'service images: %s\n' "$1"; }

print=$( (cat "$0" && docker image inspect --format '{{.Id}}' $debian && sha256sum <"$versitygw") | sha256sum | cut -c 1-16)
is_made() { [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null)" = "$print" ]; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! is_made pipenb-test/postgres; then
  cat >"$work/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
# Makes the database where there is none, then runs the server. It takes connections over TCP from then on alone.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install --directory --owner postgres --group postgres --mode 700 "$PGDATA"
  password=$(mktemp)
  cat "$POSTGRES_PASSWORD_FILE" >"$password"
  chown postgres "$password"
  runuser -u postgres -- initdb --pwfile="$password" --auth-host=scram-sha-256 --auth-local=trust --encoding=UTF8 >/dev/null
  rm "$password"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -c listen_addresses='*'
ENTRYPOINT
  cat >"$work/Dockerfile" <<DOCKERFILE
FROM $debian
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \\
 && apt-get update -qq \\
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null \\
 && rm -rf /var/lib/apt/lists/* && ln -s /usr/lib/postgresql/*/bin/* /usr/local/bin/
COPY docker-entrypoint.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data LANG=C.UTF-8
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
LABEL $label=$print
DOCKERFILE
  chmod 755 "$work/docker-entrypoint.sh"
  say "building pipenb-test/postgres"
  docker build --quiet --tag pipenb-test/postgres "$work" >/dev/null
fi
if ! is_made pipenb-test/versitygw; then
  cp "$versitygw" "$work/versitygw"
  # shellcheck disable=SC2016 # for the shell in the image
  printf '#!/bin/sh\nexec "${VGW_BINARY:-versitygw}" "$@"\n' >"$work/docker-entrypoint.sh"
  chmod 755 "$work/docker-entrypoint.sh"
  cat >"$work/Dockerfile" <<DOCKERFILE
FROM $debian
COPY versitygw docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
LABEL $label=$print
DOCKERFILE
  say "building pipenb-test/versitygw"
  docker build --quiet --tag pipenb-test/versitygw "$work" >/dev/null
fi
say "pipenb-test/postgres and pipenb-test/versitygw are there"
