#!/bin/sh
# Stops whatever the other scripts have started; what takes too long is killed, which costs no order anything.
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

for part in api shipping-worker order-worker infrastructure kafka artemis; do
  if runs "$part"; then
    kill "$pid" || true
    waited=0
    while runs "$part"; do
      if [ "$waited" -ge "$patience" ]; then
        say "$part: killed, as it did not stop within $patience s"
        kill -9 "$pid" || true
      fi
      sleep 1
      waited=$((waited + 1))
    done
    say "$part: stopped"
  else
    say "$part: not running"
  fi
  rm -f "$run/$part.pid"
done

if [ -f "$run/postgres.dir" ]; then
  database=$(cat "$run/postgres.dir")
  as=''
  [ "$(id -u)" -ne 0 ] || as="runuser -u $(setting CARAVAN_POSTGRES_USER postgres) --"
  # shellcheck disable=SC2086
  if (cd "$database" && $as "$(cat "$run/postgres.bin")/pg_ctl" -D "$database/cluster" stop -s -m fast -t "$patience"); then
    say 'postgres: stopped'
  else
    say 'postgres: not running'
  fi
  rm -f "$run/postgres.dir" "$run/postgres.bin"
fi
