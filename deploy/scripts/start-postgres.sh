#!/bin/sh
# Starts this machine's own PostgreSQL on loopback, with Caravan's database in it, and says how Caravan reaches it.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=deploy/scripts/external.sh
. deploy/scripts/external.sh

bin=$(setting CARAVAN_POSTGRES_BIN '')
for candidate in "$bin" /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || true)")"; do
  if [ -z "$bin" ] && [ -x "$candidate/pg_ctl" ]; then
    bin=$candidate
  fi
done
if [ -z "$bin" ] || [ ! -x "$bin/pg_ctl" ] || [ ! -x "$bin/psql" ]; then
  fail 'no PostgreSQL found: install postgresql, or set CARAVAN_POSTGRES_BIN to the directory of its pg_ctl and psql'
fi

database=$(setting CARAVAN_POSTGRES_DATA "$data/postgres")
mkdir -p "$database"
as=''
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root.
  user=$(setting CARAVAN_POSTGRES_USER postgres)
  id "$user" >/dev/null 2>&1 || fail "there is no user $user: set CARAVAN_POSTGRES_USER to one that PostgreSQL may run as"
  chown "$user" "$database"
  as="runuser -u $user --"
  chmod o+x "$data"
  # shellcheck disable=SC2086
  $as test -w "$database" || fail "$user cannot reach $database: set CARAVAN_POSTGRES_DATA to a directory that it can"
fi

pg_ctl() {
  # shellcheck disable=SC2086
  (cd "$database" && $as "$bin/pg_ctl" -D "$database/cluster" "$@")
}

if pg_ctl status >/dev/null 2>&1; then
  say "postgres: already running, process $(head -n 1 "$database/cluster/postmaster.pid")" >&2
else
  require_free "$database_port" CARAVAN_DATABASE_PORT
  if [ ! -f "$database/cluster/PG_VERSION" ]; then
    locale='--locale=C.UTF-8'
    # The same order of letters on every machine, where there is a provider of that.
    "$bin/initdb" --help | grep -q builtin-locale && locale='--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8'
    # shellcheck disable=SC2016,SC2086
    kept_secret database.postgres | (cd "$database" && $as sh -c 'cat >password && "$0" "$@" --pwfile=password >&2 && rm password' \
      "$bin/initdb" -D cluster -U postgres -E UTF8 --auth=scram-sha-256 $locale) 2>"$run/postgres-initdb.log" || {
      cat "$run/postgres-initdb.log" >&2
      fail 'the database could not be made'
    }
  fi
  pg_ctl start -s -w -t "$patience" -l "$database/postgres.log" -o "-c listen_addresses=127.0.0.1 -c port=$database_port \
    -c unix_socket_directories= -c password_encryption=scram-sha-256 -c max_connections=$(setting CARAVAN_POSTGRES_CONNECTIONS 300) \
    -c timezone=UTC" >&2 || fail "PostgreSQL did not start: see $database/postgres.log"
  say "postgres: ready, process $(head -n 1 "$database/cluster/postmaster.pid"), log $database/postgres.log" >&2
fi
printf '%s\n' "$database" >"$run/postgres.dir"
printf '%s\n' "$bin" >"$run/postgres.bin"

sql() {
  PGPASSWORD=$(kept_secret database.postgres) "$bin/psql" -X -q -t -A -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$database_port" -U postgres -d postgres
}

password=$(kept_secret database.caravan)
if [ -z "$(echo "select 1 from pg_roles where rolname = 'caravan'" | sql)" ]; then
  echo "create role caravan login" | sql
fi
echo "alter role caravan password '$password'" | sql
if [ -z "$(echo "select 1 from pg_database where datname = 'caravan'" | sql)" ]; then
  echo "create database caravan owner caravan" | sql
fi
say "CARAVAN_DATABASE_URL=jdbc:postgresql://127.0.0.1:$database_port/caravan"
say "CARAVAN_DATABASE_USER=caravan"
say "CARAVAN_DATABASE_PASSWORD=$password"
