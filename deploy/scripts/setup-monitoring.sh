#!/bin/sh
# Has Prometheus look after Caravan, with the alerts in deploy/prometheus.
#   deploy/scripts/setup-monitoring.sh             starts a Prometheus for the processes that run on this machine
#   deploy/scripts/setup-monitoring.sh stop        stops it
#   deploy/scripts/setup-monitoring.sh kubernetes [option of helm]...   has the operator in the cluster do it
# CARAVAN_PROMETHEUS_PORT: loopback port (9090); CARAVAN_NAMESPACE, CARAVAN_RELEASE (caravan), CARAVAN_CONTEXT: in the cluster
# shellcheck source=deploy/scripts/common.sh
. "$(dirname "$0")/common.sh"

in_cluster() {
  for program in kubectl helm; do
    command -v "$program" >/dev/null || fail "$program is missing"
  done
  context=${CARAVAN_CONTEXT:-$(kubectl config current-context)}
  for kind in servicemonitors prometheusrules; do
    kubectl --context "$context" get crd "$kind.monitoring.coreos.com" >/dev/null ||
      fail "the cluster knows no $kind: install the Prometheus operator, as the chart kube-prometheus-stack does"
  done
  helm --kube-context "$context" -n "${CARAVAN_NAMESPACE:-caravan}" upgrade "${CARAVAN_RELEASE:-caravan}" deploy/helm/caravan \
    --reuse-values --wait --set monitoring.serviceMonitor.enabled=true --set monitoring.rules.enabled=true \
    --set monitoring.dashboards.enabled=true "$@"
}

# Whether the Prometheus that was started here is there, and its number has not been given to somebody else's.
watches() {
  pid=$(pid_of prometheus)
  [ -n "$pid" ] && ps -ww -p "$pid" -o args= 2>/dev/null | grep -q -F -e "--config.file=$run/prometheus.yml"
}

stop() {
  if watches; then
    kill "$pid"
    while watches; do
      sleep 1
    done
    say 'prometheus: stopped'
  else
    say 'prometheus: not running'
  fi
  rm -f "$run/prometheus.pid"
}

on_this_machine() {
  command -v prometheus >/dev/null || fail 'prometheus is missing: it is in the package of that name'
  if watches; then
    say "prometheus: already running, process $pid"
    return
  fi
  if curl -s -o /dev/null --max-time 5 "http://127.0.0.1:$port/"; then
    fail "port $port is taken: CARAVAN_PROMETHEUS_PORT names another one"
  fi
  targets=
  for each in "$api_port" "$infrastructure_port" "$order_worker_port" "$shipping_worker_port"; do
    if ready "$each"; then
      targets="$targets${targets:+, }'127.0.0.1:$each'"
    fi
  done
  [ -n "$targets" ] || fail 'no process of Caravan is ready on this machine'
  mkdir -p "$run"
  cat >"$run/prometheus.yml" <<END
global: {scrape_interval: 15s, evaluation_interval: 15s}
rule_files: ['$(pwd)/deploy/prometheus/alerts.yml']
scrape_configs:
  - {job_name: caravan, metrics_path: /actuator/prometheus, static_configs: [{targets: [$targets]}]}
END
  nohup prometheus "--config.file=$run/prometheus.yml" "--storage.tsdb.path=$data/prometheus" \
    "--web.listen-address=127.0.0.1:$port" >"$run/prometheus.log" 2>&1 </dev/null &
  echo $! >"$run/prometheus.pid"
  waited=0
  until curl -fsS -o /dev/null --max-time 5 "http://127.0.0.1:$port/-/ready" 2>/dev/null; do
    watches || fail "prometheus has ended: see $run/prometheus.log"
    [ "$waited" -lt "$patience" ] || fail "prometheus is not ready after $patience s: see $run/prometheus.log"
    sleep 1
    waited=$((waited + 1))
  done
  say "prometheus: ready, process $(pid_of prometheus), asks $targets"
  say "http://127.0.0.1:$port/alerts"
}

port=$(setting CARAVAN_PROMETHEUS_PORT 9090)
case ${1-} in
  '') on_this_machine ;;
  stop) stop ;;
  kubernetes)
    shift
    in_cluster "$@"
    ;;
  *) fail "$1: say stop, kubernetes or nothing" ;;
esac
