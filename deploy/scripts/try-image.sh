#!/bin/sh
# Tries an image of Caravan with the container engine of this machine: nobody's rights, a root that cannot be written to, an
# order, a kill in the middle of the next one, an orderly end. What it starts is removed again.
set -eu

image=${1:-caravan:latest}
port=${CARAVAN_PORT:-18080}
name=caravan-trial-$$
url=http://127.0.0.1:$port

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  docker logs --tail 20 "$name" >&2 || true
  exit 1
}

remove() {
  docker rm -f "$name" >/dev/null 2>&1 || true
  docker volume rm "$name" >/dev/null 2>&1 || true
}
trap remove EXIT
trap 'exit 1' INT TERM

# Until a command says something: what is waited for, the word, the command.
await() {
  what=$1
  word=$2
  shift 2
  waited=0
  until "$@" 2>/dev/null | grep -q "$word"; do
    [ "$waited" -lt 240 ] || fail "$what: not after $waited s"
    sleep 1
    waited=$((waited + 1))
  done
  printf '%s: after %s s\n' "$what" "$waited"
}

healthy() {
  await 'healthy' '^healthy$' docker inspect --format '{{.State.Health.Status}}' "$name"
}

order() {
  curl -fsS "$url/api/v1/orders" -H 'Content-Type: application/json' \
    -d '{"customerId": "ada", "text": "two blueberry pancakes", "payment": {"method": "card"}}' |
    sed 's/.*"id":"\([^"]*\)".*/\1/'
}

completed() {
  await "order $1 completed" COMPLETED curl -fsS "$url/api/v1/orders/$1/status"
}

docker run -d --name "$name" --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 1536m --init \
  -e SPRING_PROFILES_ACTIVE=demo -v "$name:/data" -p "127.0.0.1:$port:8080" "$image" >/dev/null
healthy
[ "$(docker exec "$name" id -u)" = 1001 ] || fail 'does not run as 1001'
completed "$(order)"

cut=$(order)
docker kill --signal KILL "$name" >/dev/null
docker start "$name" >/dev/null
healthy
completed "$cut"
curl -fsS "$url/api/v1/operations/invariants" | grep -q '"holds":true' || fail 'the invariants do not hold'

docker stop --time 60 "$name" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$name")
[ "$code" = 143 ] || fail "ended with $code instead of by its signal"
echo 'ended in order'
