#!/bin/sh
# Tries what is promised of several processes: starts PostgreSQL, Artemis, Kafka and two processes of every service, then has orders
# of each kind and a recurring task go through them (validate.sh) once for every service, one process of which is killed meanwhile
# and started again; says what a process of each takes in memory, and whether everything adds up. About half an hour on two
# processors, 14 GiB. Everything is on loopback, in a data directory of its own, and stopped at the end.
#   deploy/scripts/try-split.sh [service...]    kills a process of these services only
CARAVAN_DATA=${CARAVAN_DATA:-$(mktemp -d)}
export CARAVAN_DATA
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

all='coordinator events orders inventory payments delivery kitchen shipping analysis review tasks timers notifications live audit operations api'
killed=${*:-$all}
scripts=$PWD/deploy/scripts
public_port=$(setting CARAVAN_PORT 8080)
base=http://127.0.0.1:$public_port

# Each service has a place in the list, from which its ports follow; its processes share the internal one.
place() {
  place=0
  for service in $all; do
    place=$((place + 1))
    [ "$service" != "$1" ] || return 0
  done
  fail "there is no $1 among $all"
}

management_port() {
  place "$1"
  printf '%s' $((8100 + 2 * place + $2))
}

internal_port() {
  place "$1"
  printf '%s' $((8200 + place))
}

# One of two processes of a service: its name, and 0 or 1.
start_one() {
  port=$(internal_port "$1")
  CARAVAN_INTERNAL_PORT=$port CARAVAN_SAGA_CALLBACKS=http://127.0.0.1:$port
  CARAVAN_PORT=0
  [ "$1" != api ] || CARAVAN_PORT=$public_port
  export CARAVAN_INTERNAL_PORT CARAVAN_SAGA_CALLBACKS CARAVAN_PORT
  start "$1-$2" "$(management_port "$1" "$2")" "$1"
}

await_one() {
  await "$1-$2" "$(management_port "$1" "$2")"
}

stop_all() {
  for service in $all; do
    for one in 0 1; do
      ! runs "$service-$one" || kill "$pid" || true
    done
  done
  for service in $all; do
    for one in 0 1; do
      waited=0
      while runs "$service-$one"; do
        [ "$waited" -lt 30 ] || kill -9 "$pid" || true
        sleep 1
        waited=$((waited + 1))
      done
    done
  done
  "$scripts/stop.sh" >/dev/null
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# Each of these says how it is reached.
set -a
for server in postgres artemis kafka; do
  said=$("$scripts/start-$server.sh")
  eval "$said"
done
CARAVAN_SECRETS_SAGA_CALLBACKS=$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')
CARAVAN_SAGA_COORDINATOR=http://127.0.0.1:$(internal_port coordinator)/lra-coordinator
CARAVAN_PORTS_SHARED=true
CARAVAN_DATABASE_POOL=${CARAVAN_DATABASE_POOL:-5}
CARAVAN_BROKER_CONSUMERS=${CARAVAN_BROKER_CONSUMERS:-1}
CARAVAN_ORDERS_PATIENCE=${CARAVAN_ORDERS_PATIENCE:-5s}
JDK_JAVA_OPTIONS=${JDK_JAVA_OPTIONS:--Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1}
MALLOC_ARENA_MAX=2
set +a
export CARAVAN_SAGA_COORDINATOR CARAVAN_PORTS_SHARED MALLOC_ARENA_MAX

# The first migrates the database. A second coordinator waits for the first to end.
start_one coordinator 0
await_one coordinator 0
for one in 0 1; do
  for service in $all; do
    if [ "$service-$one" != coordinator-0 ]; then
      start_one "$service" "$one"
      [ "$service-$one" = coordinator-1 ] || await_one "$service" "$one"
    fi
  done
done

say 'MiB resident, of both processes:'
for service in $all; do
  sizes=''
  for one in 0 1; do
    runs "$service-$one" || fail "$service-$one has ended: see $run/$service-$one.log"
    sizes="$sizes $(awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$pid/status")"
  done
  say "  $service$sizes"
done

# What is asked while a process of the API dies is asked again.
printf 'retry = 20\nretry-delay = 1\nretry-all-errors\n' >"$run/curl.options"

for service in $killed; do
  CARAVAN_CURL=$run/curl.options CARAVAN_PATIENCE=$patience "$scripts/validate.sh" "$base" >"$run/validate.log" 2>&1 &
  validation=$!
  runs "$service-0" || fail "$service-0 has ended: see $run/$service-0.log"
  kill -9 "$pid"
  while runs "$service-0"; do :; done
  start_one "$service" 0
  if ! wait "$validation"; then
    cat "$run/validate.log" >&2
    fail "it does not go on without $service-0"
  fi
  # Of the coordinators the one that waited has taken over, and the one that was killed waits.
  if [ "$service" = coordinator ]; then
    await_one coordinator 1
  else
    await_one "$service" 0
  fi
  say "$service: one was killed, and everything went through: $(grep -c '^ok' "$run/validate.log") checks"
done

say "dead letters: $(curl -fsS "$base/api/v1/dead-letters")"
curl -fsS "$base/api/v1/operations/invariants" | tee "$run/invariants.json"
say
grep -q '"holds":true' "$run/invariants.json" || fail 'it does not add up'
