#!/bin/sh
# Says whether the Caravan in the cluster works: every service is ready, and it does what deploy/scripts/validate.sh asks.
# With CARAVAN_URL it asks the Caravan there, without a cluster.
# CARAVAN_FORWARD_PORT: the port of this machine that leads to the API meanwhile (18080)
# shellcheck source=deploy/scripts/kubernetes/common.sh
. "$(dirname "$0")/common.sh"

if [ -n "${CARAVAN_URL-}" ]; then
  exec deploy/scripts/validate.sh "$CARAVAN_URL"
fi

need curl
need_cluster
parts="app.kubernetes.io/instance=$release,app.kubernetes.io/part-of=caravan"
[ -n "$(kube get pods -l "$parts" -o name)" ] || fail "nothing of $release is in the namespace $namespace"
kube get pods -l "$parts,caravan.dev/service=true" \
  -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}' |
  while read -r pod ready; do
    [ "$ready" = True ] || fail "$pod is not ready: kubectl -n $namespace describe pod $pod"
    say "ok      $pod"
  done

api=$(kube get services -l "$parts,app.kubernetes.io/component=api" -o 'jsonpath={.items[0].metadata.name}')
port=${CARAVAN_FORWARD_PORT:-18080}
kube port-forward "service/$api" "$port:http" >/dev/null &
forward=$!
trap 'kill "$forward" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
deploy/scripts/validate.sh "http://127.0.0.1:$port"
